import { describe, expect, it } from '@jest/globals';
import { completeSentences } from './complete-sentences.js';

describe('completeSentences', () => {
  it.each([
    ['It takes 3 days [1]. You may not', 'It takes 3 days [1].'],
    ['It takes 3 days. [1] You may', 'It takes 3 days. [1]'],
    ['It takes 3 days.[1][2] You may', 'It takes 3 days.[1][2]'],
    ['It costs $12.50 and', ''],
    ['- One\n- Two\n- Thr', '- One\n- Two'],
    ['您可以退货。[1] 退款', '您可以退货。[1]'],
    ['Whole.', 'Whole.'],
    ['', ''],
  ])('%j keeps %j', (text, kept) => {
    expect(completeSentences(text)).toBe(kept);
  });
});
