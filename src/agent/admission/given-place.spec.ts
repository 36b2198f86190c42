import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type ConcurrencyLimit } from './concurrency-limit.js';
import { TurnGate } from './turn-gate.js';

const NEVER = new AbortController().signal;

describe('GivenPlace', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('measures only the time that a turn spends in its place', async () => {
    const times: number[] = [];
    const limit = { current: 1, record: (ms: number) => times.push(ms) } as unknown as ConcurrencyLimit;
    const waiting = { most: 1, patienceMs: 1 };
    const gate = new TurnGate({ maxTurns: 9, waiting, limit, now: () => Date.now(), refusal: () => new Error() });
    const place = await gate.enter({ signal: NEVER });
    await jest.advanceTimersByTimeAsync(10);
    const away = place.away(5, () => new Promise<void>((resolve) => setTimeout(resolve, 3000)));
    await jest.advanceTimersByTimeAsync(3000);
    await away;
    await jest.advanceTimersByTimeAsync(7);
    place.leave(true);
    expect(times).toEqual([10 + 5 + 7]);
    (await gate.enter({ signal: NEVER })).leave(false);
    expect(times).toHaveLength(1);
  });
});
