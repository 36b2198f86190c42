import { describe, expect, it } from '@jest/globals';
import { areaUnderRoc, mean, meanInterval95, percentile } from './statistics.js';

describe('percentile', () => {
  it('takes the nearest rank', () => {
    const values = [5, 1, 4, 2, 3, 9, 8, 7, 10, 6];
    expect(percentile(values, 0.5)).toBe(5);
    expect(percentile(values, 0.95)).toBe(10);
    expect(percentile(values, 0.9)).toBe(9);
    expect(percentile([7], 0.5)).toBe(7);
    expect(percentile([], 0.5)).toBeNaN();
  });
});

describe('areaUnderRoc', () => {
  it('is 1 for a clean cut, 0 for the opposite', () => {
    expect(areaUnderRoc([0.8, 0.9], [0.1, 0.2, 0.3])).toBe(1);
    expect(areaUnderRoc([0.1], [0.8, 0.9])).toBe(0);
  });

  it('counts the pairs in the right order, ties half', () => {
    // Pairs (3,2) (3,3) (1,2) (1,3): one right, one tie.
    expect(areaUnderRoc([3, 1], [2, 3])).toBe(1.5 / 4);
    expect(areaUnderRoc([5, 5, 5], [5, 5])).toBe(0.5);
  });

  it('says nothing about an empty side', () => {
    expect(areaUnderRoc([], [1])).toBeNaN();
    expect(areaUnderRoc([1], [])).toBeNaN();
  });
});

describe('meanInterval95', () => {
  const values = Array.from({ length: 400 }, (_, index) => index % 2);

  it('is about 1.96 standard errors on either side of the mean', () => {
    // A coin: standard deviation 0.5, so 1.96 * 0.5 / sqrt(400) = 0.049.
    const [low, high] = meanInterval95(values);
    expect(mean(values)).toBe(0.5);
    expect(low).toBeGreaterThan(0.44);
    expect(low).toBeLessThan(0.46);
    expect(high).toBeGreaterThan(0.54);
    expect(high).toBeLessThan(0.56);
  });

  it('is the same for the same values', () => {
    expect(meanInterval95(values)).toEqual(meanInterval95(values));
  });

  it('has no width when all values are equal', () => {
    expect(meanInterval95([0.25, 0.25, 0.25])).toEqual([0.25, 0.25]);
  });
});
