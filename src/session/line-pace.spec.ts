import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { LinePace } from './line-pace.js';

describe('LinePace', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  /** How long the next pause lasts, in ms. */
  async function nextPause(pace: LinePace, isHere = false): Promise<number> {
    const start = Date.now();
    const pause = pace.pause(isHere).then(() => Date.now() - start);
    await jest.advanceTimersByTimeAsync(1000);
    return pause;
  }

  it('looks often at first, then every 50 ms, and often again when the line has moved', async () => {
    const pace = new LinePace();
    const pauses: number[] = [];
    for (const ahead of [1, 0, 0, 0, 0, 0, 0]) {
      pace.told(ahead, 15_000);
      pauses.push(await nextPause(pace));
    }
    expect(pauses).toEqual([10, 10, 15, 22, 33, 50, 50]);
  });

  it('looks less often far from the head of the line, but gives a sign of life twice a second', async () => {
    const pace = new LinePace();
    for (let i = 0; i < 20; i += 1) pace.told(2, 15_000);
    expect(await nextPause(pace)).toBe(150);
    for (let i = 0; i < 20; i += 1) pace.told(200, 15_000);
    expect(await nextPause(pace)).toBe(500);
    expect(await nextPause(pace, true)).toBe(500);
  });

  it('looks at once when a lease is about to end, or when it is woken', async () => {
    const pace = new LinePace();
    pace.told(0, 3);
    expect(await nextPause(pace)).toBe(3);
    pace.wake();
    expect(await nextPause(pace, true)).toBe(0);
    expect(await nextPause(pace)).toBe(10);
  });
});
