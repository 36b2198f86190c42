import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { searchableText } from './searchable-text.js';

describe('searchableText', () => {
  it('leaves plain lower-case words', () => {
    expect(searchableText('E-mail/Phone: train_test_split, “COVID-19”!').words).toBe(
      'e mail phone train test split covid 19',
    );
  });

  it('keeps apostrophes for the dictionary, in one form', () => {
    expect(searchableText('What’s up? It‘s').words).toBe("what's up it's");
  });

  it('folds full-width and ligature forms', () => {
    expect(searchableText('ＡＢＣ ﬁle').words).toBe('abc file');
  });

  it('turns runs of CJK characters into bigrams and keeps the other words', () => {
    expect(searchableText('退款期限是30天 iPhone')).toEqual({ words: '30 iphone', grams: '退款 款期 期限 限是 天' });
  });

  it('segments Japanese and Korean alike', () => {
    expect(searchableText('パスワード').grams).toBe('パス スワ ワー ード');
    expect(searchableText('비밀번호').grams).toBe('비밀 밀번 번호');
  });

  it('gives Postgres nothing it refuses, whatever comes in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom('', '\u0000', '\ud800'), (text, bad) => {
        const { words, grams } = searchableText(text + bad);
        expect(words + grams).not.toContain('\u0000');
        expect((words + grams).isWellFormed()).toBe(true);
      }),
    );
  });
});
