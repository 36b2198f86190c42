import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type IndexKey, SortedIndex } from './sorted-index.js';

const compare = (a: IndexKey, b: IndexKey): number => a.score - b.score || (a.id < b.id ? -1 : Number(a.id > b.id));

function sorted(entries: Map<string, number>): IndexKey[] {
  return [...entries].map(([id, score]) => ({ score, id })).sort(compare);
}

describe('SortedIndex', () => {
  it('is empty at first', () => {
    const index = new SortedIndex();
    expect([...index.after(null)]).toEqual([]);
    expect([...index.after({ score: 1, id: 'a' })]).toEqual([]);
    expect(index.countAbove(0)).toBe(0);
  });

  it('agrees with a sorted array under any mix of additions and removals', () => {
    const step = fc.record({
      id: fc.integer({ min: 0, max: 40 }),
      score: fc.integer({ min: 0, max: 9 }),
      add: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), fc.integer({ min: -1, max: 10 }), (steps, cut) => {
        const index = new SortedIndex();
        const entries = new Map<string, number>();
        for (const { id: number, score, add } of steps) {
          const id = `s${number}`;
          const before = entries.get(id);
          if (before !== undefined) index.remove({ score: before, id });
          entries.delete(id);
          if (add) index.add({ score, id });
          if (add) entries.set(id, score);
        }
        const expected = sorted(entries);
        expect([...index.after(null)]).toEqual(expected);
        expect(index.countAbove(cut)).toBe(expected.filter(({ score }) => score > cut).length);
        const from = { score: cut, id: 's2' };
        expect([...index.after(from)]).toEqual(expected.filter((key) => compare(key, from) > 0));
      }),
    );
  });

  it('keeps 20,000 entries in order, from any position, and empties again', () => {
    const index = new SortedIndex();
    const keys = Array.from({ length: 20_000 }, (_, i) => ({ score: (i * 7919) % 5003, id: `s${i}` }));
    for (const key of keys) index.add(key);
    const ordered = [...keys].sort(compare);
    expect([...index.after(null)]).toEqual(ordered);
    for (const at of [0, 1, 511, 512, 9999, 19_999]) {
      expect(index.after(ordered[at]!).next().value).toEqual(ordered[at + 1]);
    }
    expect(index.countAbove(2500)).toBe(keys.filter(({ score }) => score > 2500).length);
    for (const key of keys) index.remove(key);
    index.remove({ score: 1, id: 'never there' });
    expect([...index.after(null)]).toEqual([]);
  });
});
