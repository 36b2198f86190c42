import { describe, expect, it } from '@jest/globals';
import { coalesceTexts } from './coalesce-texts.js';

const text = (delta: string, replace?: true) => ({ type: 'text' as const, delta, ...(replace ? { replace } : {}) });
const status = { type: 'status', stage: 'searching' } as const;

describe('coalesceTexts', () => {
  it('joins neighbouring deltas and nothing else', () => {
    expect(coalesceTexts([text('a'), text('b'), status, text('c')])).toEqual([text('ab'), status, text('c')]);
  });

  it('drops what a replacement makes void, and stays a replacement', () => {
    expect(coalesceTexts([text('a'), text('b', true), text('c')])).toEqual([text('bc', true)]);
  });

  it('keeps events small, without splitting a character', () => {
    const long = '👍'.repeat(20_000);
    const pieces = coalesceTexts([text(long, true)]);
    expect(pieces.every((piece) => JSON.stringify(piece).length < 60_000)).toBe(true);
    expect(pieces.map((piece) => (piece.type === 'text' ? piece.delta : '')).join('')).toBe(long);
    expect(pieces.map((piece) => 'replace' in piece)).toEqual([true, ...pieces.slice(1).map(() => false)]);
  });

  it('does not join beyond the size of an event', () => {
    expect(coalesceTexts([text('a'.repeat(8000)), text('b'.repeat(8000))])).toHaveLength(2);
  });
});
