import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type Typing } from './protocol.js';
import { TYPING_MS, TypingSignal, TypingWatch } from './typing.js';

describe('TypingSignal', () => {
  it('tells the first key stroke, some of the others and the end', () => {
    const told: [number, boolean][] = [];
    let now = 0;
    const signal = new TypingSignal(
      (on) => told.push([now, on]),
      () => now,
    );
    for (; now <= 6000; now += 100) signal.set(true);
    signal.set(false);
    signal.set(false);
    signal.set(true);
    expect(told).toEqual([
      [0, true],
      [2500, true],
      [5000, true],
      [6100, false],
      [6100, true],
    ]);
  });
});

describe('TypingWatch', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  const typing = (on: boolean): Typing => ({ sessionId: 's', who: 'human', name: 'Ada', on });

  it('ends what nobody ended, once', () => {
    const told: boolean[] = [];
    const watch = new TypingWatch(({ on }) => told.push(on));
    watch.take(typing(true));
    jest.advanceTimersByTime(TYPING_MS - 1);
    watch.take(typing(true));
    jest.advanceTimersByTime(TYPING_MS - 1);
    expect(told).toEqual([true, true]);
    jest.advanceTimersByTime(1);
    expect(told).toEqual([true, true, false]);
    watch.take(typing(true));
    watch.take(typing(false));
    jest.advanceTimersByTime(10 * TYPING_MS);
    expect(told).toEqual([true, true, false, true, false]);
  });

  it('is quiet when closed', () => {
    const told: boolean[] = [];
    const watch = new TypingWatch(({ on }) => told.push(on));
    watch.take(typing(true));
    watch.close();
    jest.advanceTimersByTime(10 * TYPING_MS);
    expect(told).toEqual([true]);
  });
});
