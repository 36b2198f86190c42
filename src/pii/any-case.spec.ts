import { describe, expect, it } from '@jest/globals';
import { anyCase } from './any-case.js';

describe('anyCase', () => {
  it.each([
    ['EMAIL', 'eMaIl'],
    ['Жанна', 'ЖАННА'],
    ['weiß', 'WEIß'],
    ["o'neil", "O'Neil"],
  ])('%s matches %s', (pattern, text) => {
    expect(new RegExp(`^${anyCase(pattern)}$`, 'u').test(text)).toBe(true);
  });

  it('leaves everything else as it is', () => {
    expect(anyCase(String.raw`\\?[_ -]?|{1,3}`)).toBe(String.raw`\\?[_ -]?|{1,3}`);
  });
});
