import { describe, expect, it } from '@jest/globals';
import { TokenBucket } from './token-bucket.js';

describe('a token bucket', () => {
  it('gives a minute of tokens at once, and then one after the other', () => {
    const bucket = new TokenBucket(60, 0);
    expect(Array.from({ length: 61 }, () => bucket.take(0)).filter((waitMs) => waitMs > 0)).toEqual([1000]);
    expect(bucket.take(999)).toBe(1);
    expect(bucket.take(1000)).toBe(0);
    expect(bucket.take(1000)).toBe(1000);
  });

  it('takes nothing when it refuses, and never holds more than a minute of tokens', () => {
    const bucket = new TokenBucket(2, 0);
    for (let n = 0; n < 2; n += 1) bucket.take(0);
    for (let n = 0; n < 50; n += 1) expect(bucket.take(0)).toBe(30_000);
    expect(bucket.take(30_000)).toBe(0);
    expect([1, 2, 3].map(() => bucket.take(1e9))).toEqual([0, 0, 30_000]);
  });

  it('is not confused by a clock that is set back', () => {
    const bucket = new TokenBucket(1, 1_000_000);
    expect(bucket.take(0)).toBe(0);
    expect(bucket.take(0)).toBe(60_000);
  });
});
