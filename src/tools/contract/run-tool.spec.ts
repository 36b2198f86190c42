import { setTimeout as sleep } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { AppError, NotFound } from '../../common/app-error.js';
import { Clock } from '../../common/clock.js';
import { type ToolCallReport, ToolRunner } from './run-tool.js';
import { type Tool, type ToolContext } from './tool.js';

class SteppingClock extends Clock {
  private time = 1_000;
  now(): number {
    this.time += 5;
    return this.time;
  }
}

class Busy extends AppError {
  readonly code = 'shop_busy';
  readonly kind = 'unavailable';
  override readonly retryable = true;
}

const reports: ToolCallReport[] = [];
const runner = new ToolRunner(new SteppingClock(), (call) => reports.push(call));

function contextWith(signal: AbortSignal): ToolContext {
  return { sessionId: 'sess-1', turnId: 'turn_1', requestId: 'req_1', signal };
}

function toolThat<Output>(run: (input: string, context: ToolContext) => Promise<Output>): Tool<string, Output> {
  return { name: 'price_lookup', description: 'Looks up a price.', run };
}

const idle = contextWith(new AbortController().signal);
const generous = { timeoutMs: 5_000 };

beforeEach(() => {
  reports.length = 0;
});

describe('ToolRunner', () => {
  it('gives the value with its duration by the clock', async () => {
    const tool = toolThat(async (input) => input.length);
    await expect(runner.run(tool, 'lamp', idle, generous)).resolves.toEqual({ status: 'ok', value: 4, durationMs: 5 });
    expect(reports).toEqual([
      { tool: 'price_lookup', sessionId: 'sess-1', turnId: 'turn_1', requestId: 'req_1', status: 'ok', durationMs: 5 },
    ]);
  });

  it.each([
    ['an AppError that may pass', new Busy('busy'), { code: 'shop_busy', retryable: true }, 'Busy'],
    ['an AppError that stays', new NotFound('no such lamp'), { code: 'not_found', retryable: false }, 'NotFound'],
    ['an unknown error', new TypeError('x of undefined'), { code: 'tool_failed', retryable: false }, 'TypeError'],
    ['something that is no error', 'a string', { code: 'tool_failed', retryable: false }, 'string'],
  ])('turns %s into a typed outcome', async (_name, thrown, expected, errorName) => {
    const tool = toolThat(() => Promise.reject(thrown as Error));
    const outcome = await runner.run(tool, 'lamp', idle, generous);
    expect(outcome).toEqual({ status: 'failed', durationMs: 5, ...expected });
    expect(reports[0]).toMatchObject({ status: 'failed', code: expected.code, errorName });
  });

  it('turns a synchronous throw into an outcome too', async () => {
    const tool = toolThat((): Promise<string> => {
      throw new RangeError('bad');
    });
    await expect(runner.run(tool, 'lamp', idle, generous)).resolves.toMatchObject({ code: 'tool_failed' });
  });

  it('cuts a tool that ignores its signal at the timeout', async () => {
    const tool = toolThat(() => new Promise<string>(() => undefined));
    const outcome = await runner.run(tool, 'lamp', idle, { timeoutMs: 10 });
    expect(outcome).toMatchObject({ status: 'failed', code: 'tool_timeout', retryable: true });
  });

  it('aborts the tool at the timeout, so that its work ends', async () => {
    let seen: AbortSignal | undefined;
    const tool = toolThat(async (_input, { signal }) => {
      seen = signal;
      await sleep(5_000, undefined, { signal });
    });
    await runner.run(tool, 'lamp', idle, { timeoutMs: 10 });
    expect(seen?.aborted).toBe(true);
  });

  it("rethrows the caller's abort and reports nothing", async () => {
    const caller = new AbortController();
    const tool = toolThat(() => new Promise<string>(() => undefined));
    const running = runner.run(tool, 'lamp', contextWith(caller.signal), generous);
    caller.abort(new Error('customer left'));
    await expect(running).rejects.toThrow('customer left');
    expect(reports).toEqual([]);
  });

  it('does not start a tool for a caller who is gone', async () => {
    const run = jest.fn(async () => 'value');
    const gone = contextWith(AbortSignal.abort(new Error('gone')));
    await expect(runner.run(toolThat(run), 'lamp', gone, generous)).rejects.toThrow('gone');
    expect(run).not.toHaveBeenCalled();
  });

  it("never tells an input or an error's text", async () => {
    const tool = toolThat(() => Promise.reject(new Error('card 4111 refused')));
    await runner.run(tool, 'my card is 4111', idle, generous);
    expect(JSON.stringify(reports)).not.toContain('4111');
  });
});
