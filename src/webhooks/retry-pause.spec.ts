import { describe, expect, it } from '@jest/globals';
import { retryPause } from './retry-pause.js';

const almostOne = 1 - Number.EPSILON;
const hours = (ms: number): number => ms / 3_600_000;

describe('retryPause', () => {
  it('is anything up to a bound that grows from 5 s to 12 h', () => {
    const bounds = Array.from({ length: 12 }, (_, n) => Math.round(retryPause(n + 1, almostOne) / 1000));
    expect(bounds).toEqual([5, 25, 125, 625, 3125, 15_625, ...Array<number>(6).fill(43_200)]);
    expect(retryPause(12, 0)).toBe(0);
    expect(retryPause(50, almostOne)).toBeLessThanOrEqual(12 * 3_600_000);
  });

  it('spreads tries of one number over the whole range', () => {
    const pauses = Array.from({ length: 1000 }, () => retryPause(5));
    expect(Math.min(...pauses)).toBeLessThan(0.1 * 3_125_000);
    expect(Math.max(...pauses)).toBeGreaterThan(0.9 * 3_125_000);
    expect(Math.max(...pauses)).toBeLessThan(3_125_000);
  });

  it('makes the default of twelve tries last between one and three days', () => {
    const whole = (random: number): number =>
      Array.from({ length: 11 }, (_, n) => retryPause(n + 1, random)).reduce((sum, pause) => sum + pause);
    expect(hours(whole(0.5))).toBeGreaterThan(24);
    expect(hours(whole(almostOne))).toBeLessThan(72);
  });
});
