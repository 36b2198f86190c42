import { describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EvalInputInvalid } from '../eval-errors.js';
import { evalGrounding } from './eval-grounding.js';
import { type GroundingRow, halfOf, readGroundingRows } from './grounding-row.js';
import { scoreGrounding } from './score-grounding.js';

const PAGE = { title: 'Loans', text: 'Books can be borrowed for 4 weeks. Films cannot be extended.' };

const row = (id: string, label: GroundingRow['label'], answer: string): GroundingRow => {
  return { id, kind: label, label, passages: [PAGE], answer };
};

const ROWS = [
  row('right', 'supported', 'Books can be borrowed for 4 weeks [1].'),
  row('wrong', 'unsupported', 'Films can be extended [1].'),
  row('half', 'partial', 'Films cannot be extended [1]. Chairs and lamps are lent as well [1].'),
];

describe('the evaluation of grounding', () => {
  it('counts what is found and what is replaced', () => {
    const [all] = scoreGrounding(ROWS, 0.6);
    expect(all).toEqual({
      ...{ name: 'all', rows: 3, precision: 1, recall: 1, f1: 1 },
      replaced: { supported: 0, partial: 1, unsupported: 1 },
    });
  });

  it('counts what is missed and what is found wrongly', () => {
    const mislabelled = ROWS.map(
      (each) => ({ ...each, label: each.label === 'supported' ? 'partial' : 'supported' }) as const,
    );
    expect(scoreGrounding(mislabelled, 0.6)[0]).toMatchObject({ precision: 0, recall: 0, replaced: { supported: 1 } });
  });

  it('scores halves and kinds by themselves', () => {
    const names = scoreGrounding(ROWS, 0.6).map(({ name }) => name);
    expect(names).toEqual(['all', 'chosen on', 'held out', 'supported', 'unsupported', 'partial']);
    expect(new Set(Array.from({ length: 40 }, (_, id) => halfOf(String(id))))).toEqual(
      new Set(['chosen on', 'held out']),
    );
  });

  it('prints a table of the given file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'grounding-'));
    try {
      const data = join(folder, 'set.jsonl');
      await writeFile(data, ROWS.map((each) => JSON.stringify(each)).join('\n'));
      expect(await evalGrounding(['--data', data])).toMatch(/\| all +\| +3 \| +1\.000 \|/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it.each([
    [['--threshold', '2'], '--threshold'],
    [['--wrong'], '--wrong'],
    [['--data', '/nowhere.jsonl'], '/nowhere.jsonl'],
  ])('refuses %j', async (args, named) => {
    await expect(evalGrounding(args)).rejects.toThrow(EvalInputInvalid);
    await expect(evalGrounding(args)).rejects.toThrow(named);
  });
});

describe('the labelled set of the product', () => {
  it('has at least 160 rows of every label and kind, with ids of their own', async () => {
    const rows = await readGroundingRows('eval/grounding.jsonl');
    expect(rows.length).toBeGreaterThanOrEqual(160);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
    expect(new Set(rows.map(({ label }) => label))).toEqual(new Set(['supported', 'partial', 'unsupported']));
  });

  it('is judged well enough on the half that nothing was chosen on', async () => {
    const scores = scoreGrounding(await readGroundingRows('eval/grounding.jsonl'), 0.6);
    const heldOut = scores.find(({ name }) => name === 'held out');
    expect(heldOut?.recall).toBeGreaterThan(0.85);
    expect(heldOut?.precision).toBeGreaterThan(0.75);
  });
});
