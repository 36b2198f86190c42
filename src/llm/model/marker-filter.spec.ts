import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MarkerFilter } from './marker-filter.js';

/** What comes out of a text in pieces, with what of it was told by each piece. */
function filtered(pieces: readonly string[], sources: number): { told: string[]; text: string; cited: number[] } {
  const filter = new MarkerFilter(sources);
  const told = [...pieces.map((piece) => filter.push(piece)), filter.end()];
  return { told, text: told.join(''), cited: [...filter.cited] };
}

describe('MarkerFilter', () => {
  it.each([
    ['It costs $12 [2].', 'It costs $12 [2].'],
    ['It costs $12 [4].', 'It costs $12.'],
    ['It costs $12 [0] [1].', 'It costs $12 [1].'],
    ['Both [1, 3].', 'Both [1][3].'],
    ['Both [1,9].', 'Both [1].'],
    ['See [Orders] and [1a].', 'See [Orders] and [1a].'],
    ['An array [ ] is empty [].', 'An array [ ] is empty [].'],
    ['[1] [2]\n\n[3]', '[1] [2]\n\n[3]'],
    ['Never finished [1', 'Never finished'],
    ['A bracket [', 'A bracket'],
    ['Blanks at the end  ', 'Blanks at the end  '],
    ['A very long [11111111111111111111111111111111] number', 'A very long [11111111111111111111111111111111] number'],
  ])('%s', (text, expected) => {
    expect(filtered([text], 3).text).toBe(expected);
  });

  it('notes what was cited', () => {
    expect(filtered(['a [3] b [1, 3] c [7]'], 3).cited).toEqual([3, 1]);
  });

  it('tells at once what can be no marker', () => {
    const { told } = filtered(['It', ' costs', ' $12', ' [', '2', '].', ' Yes'], 3);
    expect(told).toEqual(['It', ' costs', ' $12', '', '', ' [2].', ' Yes', '']);
  });

  it('says the same however the text is cut', () => {
    const words = fc.constantFrom('It', ' ', '[', ']', '1', '9', ',', '.', '\n', ' costs', '[2]', ' [8]');
    fc.assert(
      fc.property(fc.array(words), fc.nat({ max: 5 }), (pieces, size) => {
        const whole = pieces.join('');
        const cut = whole.match(new RegExp(`[^]{1,${size + 1}}`, 'g')) ?? [];
        expect(filtered(cut, 3).text).toBe(filtered([whole], 3).text);
      }),
    );
  });
});
