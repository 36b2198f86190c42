import { expect, it } from '@jest/globals';
import { retryDelay } from './retry-delay.js';

it('doubles from half a second to ten, whatever the number of attempts', () => {
  const longest = [1, 2, 3, 4, 5, 6, 50, 5000].map((attempt) => retryDelay(attempt, 1));
  expect(longest).toEqual([500, 1000, 2000, 4000, 8000, 10_000, 10_000, 10_000]);
});

it('spreads clients over the upper half', () => {
  expect(retryDelay(3, 0)).toBe(1000);
  expect(retryDelay(3, 0.5)).toBe(1500);
});
