import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { type LlmUnavailable } from '../../src/llm/model/model-errors.js';
import { freePort } from '../support/free-port.js';
import { answerOf, asking, modelAt, partsOf } from '../support/model-desk.js';
import { failing, type ProviderScript, saying, startScriptedProvider } from '../support/scripted-provider.js';

const QUESTION = 'Can I return a gift card?';
const ANSWER = 'Gift cards cannot be refunded [1].';

/** Never answers, and notes that the desk went. */
const silent: ProviderScript = (turn) => turn.closed;

async function failureOf(answering: Promise<unknown>): Promise<LlmUnavailable> {
  return answering.then(
    () => {
      throw new Error('it answered');
    },
    (error: unknown) => error as LlmUnavailable,
  );
}

describe('ModelAnswerer repeats', () => {
  it.each([
    ['429', failing(429, { 'retry-after': '0' })],
    ['500', failing(500)],
    ['503', failing(503)],
    [
      'a broken connection',
      (turn) => {
        turn.cut();
      },
    ],
    [
      'a stream that breaks before its first word',
      (turn) => {
        turn.raw(': hello\n\n');
        turn.cut();
      },
    ],
    [
      'an error in place of the first word',
      (turn) => {
        turn.raw('data: {"error":{"message":"overloaded"}}\n\n');
      },
    ],
    ['silence', silent],
  ] as const satisfies readonly (readonly [string, ProviderScript])[])('after %s', async (_name, script) => {
    const provider = await startScriptedProvider();
    provider.next(script, saying(ANSWER));
    // Long enough for every request to reach the provider, also on a busy machine.
    const firstTokenTimeoutMs = script === silent ? 1500 : 10_000;
    const model = await modelAt(provider.url, { maxRetries: 1, firstTokenTimeoutMs });
    const parts = await partsOf(model, asking(QUESTION));
    expect(answerOf(parts).text).toBe(ANSWER);
    expect(provider.requests).toHaveLength(2);
  });

  it.each([400, 401, 403, 404, 413, 422])('nothing after %i', async (status) => {
    const provider = await startScriptedProvider();
    provider.next(failing(status), saying(ANSWER));
    const failure = await failureOf(partsOf(await modelAt(provider.url, { maxRetries: 2 }), asking(QUESTION)));
    expect(failure).toMatchObject({ code: 'llm_rejected', status });
    expect(provider.requests).toHaveLength(1);
  });

  it('nothing once a word was told', async () => {
    const provider = await startScriptedProvider();
    provider.next((turn) => {
      turn.say('Gift cards');
      setTimeout(turn.cut, 50);
    }, saying(ANSWER));
    const failure = await failureOf(partsOf(await modelAt(provider.url, { maxRetries: 2 }), asking(QUESTION)));
    expect(failure.code).toBe('llm_unavailable');
    expect(provider.requests).toHaveLength(1);
  });

  it('after the time that the provider asks for, or not at all when that is past the deadline', async () => {
    const provider = await startScriptedProvider();
    const model = await modelAt(provider.url, { maxRetries: 1, timeoutMs: 3000 });
    provider.next(failing(429, { 'retry-after-ms': '400' }), saying(ANSWER));
    const startedAt = performance.now();
    await partsOf(model, asking(QUESTION));
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(400);
    provider.next(failing(429, { 'retry-after': '60' }), saying(ANSWER));
    const failure = await failureOf(partsOf(model, asking(QUESTION)));
    expect(failure).toMatchObject({ reason: 'rate_limited', retryAfterSeconds: 60 });
    expect(provider.requests).toHaveLength(3);
  });
});

describe('ModelAnswerer gives up', () => {
  it.each<[string, string, ProviderScript]>([
    ['a model that does not begin', 'first_token_timeout', silent],
    [
      'one that sends nothing but signs of life',
      'first_token_timeout',
      async (turn) => {
        const timer = setInterval(() => {
          turn.raw(': wait\n\n');
        }, 50);
        await turn.closed;
        clearInterval(timer);
      },
    ],
    [
      'one that pauses in the middle',
      'stalled',
      async (turn) => {
        turn.say('Gift cards');
        await turn.closed;
      },
    ],
    [
      'one that ends without an end',
      'cut_stream',
      (turn) => {
        turn.say('Gift cards');
        turn.raw('data: [DONE]\n\n');
        setTimeout(turn.cut, 20);
      },
    ],
    [
      'frames that are no JSON',
      'garbage',
      (turn) => {
        turn.say('Gift cards');
        turn.raw('data: {"choices":[{"delta":{"content":"\n\n');
        turn.finish();
      },
    ],
    [
      'an answer that is no stream',
      'cut_stream',
      (turn) => {
        turn.raw('<html>hello</html>');
        setTimeout(turn.cut, 20);
      },
    ],
  ])('%s', async (_name, reason, script) => {
    const provider = await startScriptedProvider();
    provider.next(script);
    const model = await modelAt(provider.url, {
      firstTokenTimeoutMs: reason === 'first_token_timeout' ? 500 : 5000,
      stallTimeoutMs: reason === 'stalled' ? 500 : 5000,
    });
    const failure = await failureOf(partsOf(model, asking(QUESTION)));
    expect(failure.code).toBe('llm_unavailable');
    expect(['network', reason]).toContain(failure.reason);
  });

  it('a provider that is not there', async () => {
    const model = await modelAt(`http://127.0.0.1:${await freePort()}/v1`);
    expect(await failureOf(partsOf(model, asking(QUESTION)))).toMatchObject({ reason: 'network' });
  });
});

describe('ModelAnswerer stops', () => {
  it.each([
    ['before the first word', false],
    ['in the middle', true],
  ])("and the provider's connection is closed: %s", async (_name, begun) => {
    const provider = await startScriptedProvider();
    const caller = new AbortController();
    const events: string[] = [];
    const gone = new Promise<void>((resolve) => {
      provider.next(async (turn) => {
        if (begun) turn.say('Gift cards cannot');
        setTimeout(() => {
          caller.abort(new Error('customer left'));
        }, 100);
        await turn.closed;
        events.push('closed');
        resolve();
      });
    });
    const model = await modelAt(provider.url, { maxRetries: 3 });
    await expect(partsOf(model, asking(QUESTION, { signal: caller.signal }))).rejects.toThrow('customer left');
    await Promise.race([gone, sleep(1000, undefined, { ref: false })]);
    expect(events).toEqual(['closed']);
    expect(provider.requests).toHaveLength(1);
    expect(model.circuit).toBe('closed');
  });

  it('and does not wait for a repeat', async () => {
    const provider = await startScriptedProvider();
    const caller = new AbortController();
    provider.otherwise((turn) => {
      turn.fail(429, { 'retry-after': '5' });
      setTimeout(() => {
        caller.abort(new Error('customer left'));
      }, 100);
    });
    const answering = partsOf(
      await modelAt(provider.url, { maxRetries: 1 }),
      asking(QUESTION, { signal: caller.signal }),
    );
    await expect(Promise.race([answering, sleep(3000, 'still waiting', { ref: false })])).rejects.toThrow(
      'customer left',
    );
    expect(provider.requests).toHaveLength(1);
  });

  it('the provider when nobody listens any more', async () => {
    const provider = await startScriptedProvider();
    const gone = new Promise<void>((resolve) => {
      provider.next(async (turn) => {
        turn.say('Gift cards cannot');
        await turn.closed;
        resolve();
      });
    });
    for await (const part of (await modelAt(provider.url)).answer(asking(QUESTION))) if (part.type === 'text') break;
    await gone;
  });
});

describe('ModelAnswerer leaves a model alone', () => {
  it('that failed five times in a row, asks it once after a while, and trusts it again', async () => {
    const provider = await startScriptedProvider();
    const model = await modelAt(provider.url, { breakerOpenMs: 1500 });
    for (let n = 0; n < 5; n++) await failureOf(partsOf(model, asking(QUESTION)));
    expect(model.circuit).toBe('open');
    expect(await failureOf(partsOf(model, asking(QUESTION)))).toMatchObject({ reason: 'circuit_open' });
    expect(provider.requests).toHaveLength(5);
    await sleep(1600);
    provider.next(saying(ANSWER));
    expect(answerOf(await partsOf(model, asking(QUESTION))).text).toBe(ANSWER);
    expect(model.circuit).toBe('closed');
  });

  it('that dies in the middle of its answers', async () => {
    const provider = await startScriptedProvider();
    const model = await modelAt(provider.url);
    provider.otherwise((turn) => {
      turn.say('Gift cards');
      setTimeout(turn.cut, 20);
    });
    for (let n = 0; n < 5; n++) await failureOf(partsOf(model, asking(QUESTION)));
    expect(model.circuit).toBe('open');
  });

  it('but not for a request that only it refuses', async () => {
    const provider = await startScriptedProvider();
    const model = await modelAt(provider.url);
    provider.otherwise(failing(400));
    for (let n = 0; n < 6; n++) await failureOf(partsOf(model, asking(QUESTION)));
    expect(model.circuit).toBe('closed');
  });
});
