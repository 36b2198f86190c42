import { expect, it } from '@jest/globals';
import { searchContext } from './search-context.js';

it('takes the beginnings of the last six messages, oldest first', () => {
  const history = Array.from({ length: 9 }, (_, n) => ({ text: `${n} ${'x'.repeat(500)}` }));
  const lines = searchContext(history).split('\n');
  expect(lines.map((line) => line[0])).toEqual(['3', '4', '5', '6', '7', '8']);
  expect(lines.every((line) => line.length === 120)).toBe(true);
});

it('is empty at the start', () => {
  expect(searchContext([])).toBe('');
});

it('never cuts a character in two', () => {
  expect(searchContext([{ text: `${'x'.repeat(119)}🙂` }]).isWellFormed()).toBe(true);
});
