import { describe, expect, it } from '@jest/globals';
import { attachmentScore } from './attachment-ranking.js';

describe('attachmentScore', () => {
  it('grows with the share of the evidence, within 0 and 1', () => {
    const scores = [0, 2, 4, 8, 16].map((evidence) => attachmentScore(evidence, 20, false));
    expect(scores).toEqual([...scores].sort((one, other) => one - other));
    expect(scores[0]).toBeGreaterThan(0);
    expect(scores[0]).toBeLessThan(0.01);
    expect(scores[4]).toBeLessThanOrEqual(1);
  });

  it('lifts a file that came with the message above the middle, and keeps the order', () => {
    expect(attachmentScore(0, 20, true)).toBeGreaterThanOrEqual(0.5);
    expect(attachmentScore(8, 20, true)).toBeGreaterThan(attachmentScore(2, 20, true));
    expect(attachmentScore(8, 20, true)).toBeLessThanOrEqual(1);
  });
});
