import { expect, it } from '@jest/globals';
import { setLanguage } from './set-language.js';

it.each([
  ['faq', [], 'english'],
  ['faq-de', [], 'german'],
  ['faq-zh', [], 'english'],
  ['faq-de', [['', 'dutch']], 'dutch'],
  [
    'faq-de',
    [
      ['', 'dutch'],
      ['faq-de', 'simple'],
    ],
    'simple',
  ],
] as [string, [string, string][], string][])('the language of %s with %j is %s', (name, said, language) => {
  expect(setLanguage(name, new Map(said))).toBe(language);
});
