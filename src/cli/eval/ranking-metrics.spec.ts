import { describe, expect, it } from '@jest/globals';
import { scoreRanking } from './ranking-metrics.js';

const score = (ranked: string, relevant: string, k = 10) => scoreRanking(ranked.split(''), new Set(relevant), k);

describe('scoreRanking', () => {
  it('is 1 when the only answer comes first', () => {
    expect(score('abc', 'a')).toEqual({ ndcg: 1, hit1: 1, hit5: 1, reciprocalRank: 1 });
  });

  it('discounts a later answer by its rank', () => {
    // Third place: 1 / log2(4) = 0.5 of the ideal 1 / log2(2) = 1.
    expect(score('xya', 'a')).toEqual({ ndcg: 0.5, hit1: 0, hit5: 1, reciprocalRank: 1 / 3 });
  });

  it('measures several answers against their best order', () => {
    // Gains at ranks 1 and 3: 1 + 0.5; at best at ranks 1 and 2: 1 + 1 / log2(3) = 1.63093.
    expect(score('axb', 'ab').ndcg).toBeCloseTo(1.5 / 1.63093, 5);
  });

  it('cannot ask for more answers than the ranking is long', () => {
    expect(score('ab', 'abcd', 2).ndcg).toBe(1);
    expect(score('ab', 'abcd', 4).ndcg).toBeCloseTo(1.63093 / 2.56161, 4);
  });

  it('counts the first five for hit@5 and the first k for the rest', () => {
    expect(score('vwxyza', 'a')).toMatchObject({ hit5: 0, reciprocalRank: 1 / 6 });
    expect(score('vwxyza', 'a', 5)).toEqual({ ndcg: 0, hit1: 0, hit5: 0, reciprocalRank: 0 });
  });

  it('is 0 when nothing was found', () => {
    expect(scoreRanking([], new Set(['a']), 10)).toEqual({ ndcg: 0, hit1: 0, hit5: 0, reciprocalRank: 0 });
  });
});
