import { describe, expect, it } from '@jest/globals';
import { markdownTable } from './markdown-table.js';

describe('markdownTable', () => {
  it('pads every column to its widest cell', () => {
    expect(
      markdownTable([
        ['a', 'meaning'],
        ['longer', 'x'],
      ]),
    ).toBe(['| a      | meaning |', '| ------ | ------- |', '| longer | x       |'].join('\n'));
  });

  it('aligns numbers to the right', () => {
    expect(
      markdownTable(
        [
          ['set', 'n'],
          ['faq', '1200'],
        ],
        1,
      ),
    ).toBe(['| set |    n |', '| --- | ---: |', '| faq | 1200 |'].join('\n'));
  });

  it('escapes a bar', () => {
    expect(markdownTable([['a|b']])).toBe(['| a\\|b |', '| ---- |'].join('\n'));
  });
});
