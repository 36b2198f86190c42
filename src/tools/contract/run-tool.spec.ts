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
let runner: ToolRunner;

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
  runner = new ToolRunner(new SteppingClock(), (call) => reports.push(call));
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

  it('repeats what may pass, and nothing else', async () => {
    let calls = 0;
    const settings = { attempts: 3, retryPauseMs: { first: 1, most: 2 } };
    const failing = (error: Error) => ({
      ...toolThat(async () => {
        calls += 1;
        if (calls < 3) throw error;
        return 'lamp';
      }),
      settings,
    });
    await expect(runner.run(failing(new Busy('busy')), 'lamp', idle)).resolves.toMatchObject({ status: 'ok' });
    expect(calls).toBe(3);
    calls = 0;
    await expect(runner.run(failing(new NotFound('no lamp')), 'lamp', idle)).resolves.toMatchObject({
      code: 'not_found',
    });
    expect(calls).toBe(1);
  });

  it('ends repeats with the time of the whole call', async () => {
    const settings = { attempts: 1_000, retryPauseMs: { first: 1, most: 2 } };
    const tool = { ...toolThat(() => Promise.reject(new Busy('busy'))), settings, name: 'always_busy' };
    await expect(runner.run(tool, 'lamp', idle, { timeoutMs: 50 })).resolves.toMatchObject({ status: 'failed' });
  });

  it('leaves a tool alone that keeps failing, lets one call see whether it is back, and trusts it again', async () => {
    let calls = 0;
    let broken = true;
    const settings = { attempts: 1, breaker: { failures: 3, openMs: 30 } };
    const tool = {
      ...toolThat(async () => {
        calls += 1;
        if (broken) throw new TypeError('broken');
        return 'lamp';
      }),
      settings,
    };
    for (let n = 0; n < 5; n += 1) await runner.run(tool, 'lamp', idle);
    expect(calls).toBe(3);
    expect(runner.circuitOf(tool.name)).toBe('open');
    const refused = { status: 'failed', code: 'tool_circuit_open', retryable: true };
    await expect(runner.run(tool, 'lamp', idle)).resolves.toMatchObject(refused);
    await sleep(40);
    await expect(runner.run(tool, 'lamp', idle)).resolves.toMatchObject({ code: 'tool_failed' });
    expect(runner.circuitOf(tool.name)).toBe('open');
    broken = false;
    await sleep(40);
    await expect(runner.run(tool, 'lamp', idle)).resolves.toMatchObject({ status: 'ok' });
    expect(runner.circuitOf(tool.name)).toBe('closed');
  });

  it("holds neither the caller's mistakes nor their leaving against a tool", async () => {
    const settings = { attempts: 1, breaker: { failures: 1, openMs: 10_000 } };
    const missing = { ...toolThat(() => Promise.reject(new NotFound('no such lamp'))), settings };
    await runner.run(missing, 'lamp', idle);
    const caller = new AbortController();
    const hanging = { ...toolThat(() => new Promise<string>(() => undefined)), settings };
    const running = runner.run(hanging, 'lamp', contextWith(caller.signal));
    caller.abort(new Error('customer left'));
    await expect(running).rejects.toThrow('customer left');
    await sleep(5);
    expect(runner.circuitOf(missing.name)).toBe('closed');
  });

  it('lets one call alone see whether a tool is back, and stays away when nobody waited for what it saw', async () => {
    let gate = Promise.withResolvers<string>();
    const settings = { attempts: 1, breaker: { failures: 1, openMs: 20 } };
    const tool = { ...toolThat(() => gate.promise), settings };
    gate.reject(new TypeError('broken'));
    await runner.run(tool, 'lamp', idle);
    await sleep(30);
    gate = Promise.withResolvers();
    const caller = new AbortController();
    const trial = runner.run(tool, 'lamp', contextWith(caller.signal));
    expect(runner.circuitOf(tool.name)).toBe('half_open');
    await expect(runner.run(tool, 'lamp', idle)).resolves.toMatchObject({ code: 'tool_circuit_open' });
    caller.abort(new Error('customer left'));
    await expect(trial).rejects.toThrow('customer left');
    await sleep(5);
    expect(runner.circuitOf(tool.name)).toBe('open');
    await sleep(30);
    gate.resolve('lamp');
    await expect(runner.run(tool, 'lamp', idle)).resolves.toMatchObject({ status: 'ok' });
    expect(runner.circuitOf(tool.name)).toBe('closed');
  });

  it('makes no further attempt for a caller who left during the pause', async () => {
    const caller = new AbortController();
    const run = jest.fn(() => Promise.reject(new Busy('busy')));
    const tool = { ...toolThat(run), settings: { attempts: 5, retryPauseMs: { first: 20, most: 20 } } };
    const running = runner.run(tool, 'lamp', contextWith(caller.signal));
    setTimeout(() => {
      caller.abort(new Error('customer left'));
    }, 1);
    await expect(running).rejects.toThrow('customer left');
    await sleep(80);
    expect(run).toHaveBeenCalledTimes(1);
  });

  it('refuses more calls at once than a tool may have', async () => {
    const gate = Promise.withResolvers<string>();
    const tool = { ...toolThat(() => gate.promise), settings: { concurrent: 2, waiting: 1 } };
    const calls = Array.from({ length: 4 }, () => runner.run(tool, 'lamp', idle));
    await expect(calls[3]).resolves.toMatchObject({ status: 'failed', code: 'tool_overloaded', retryable: true });
    gate.resolve('lamp');
    expect((await Promise.all(calls)).filter(({ status }) => status === 'ok')).toHaveLength(3);
  });

  it('does not call a tool that is switched off, and calls it as the deployment says', async () => {
    const rules = {
      isEnabled: ({ group }: Pick<Tool<never, unknown>, 'group'>) => group !== 'crm',
      defaults: { attempts: 7 },
      settingsOf: (tool: string) => (tool === 'price_lookup' ? { timeoutMs: 10, attempts: 1 } : {}),
    };
    const ruled = new ToolRunner(new SteppingClock(), (call) => reports.push(call), rules);
    const hanging = toolThat(() => new Promise<string>(() => undefined));
    await expect(ruled.run(hanging, 'lamp', idle)).resolves.toMatchObject({ code: 'tool_timeout' });
    await expect(ruled.run({ ...hanging, group: 'crm' }, 'lamp', idle)).resolves.toEqual({ status: 'disabled' });
  });
});
