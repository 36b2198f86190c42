import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findSets, readSet, readUnanswerable } from './read-retrieval-sets.js';

const files: Record<string, unknown[]> = {
  'faq/corpus.jsonl': [
    { id: 'd1', title: 'Refunds', text: 'Within 30 days.', course: 'a', tags: ['x'], pages: 2 },
    { id: 'd2', text: 'Untitled.' },
  ],
  'faq/queries.jsonl': [
    { id: 'q1', text: 'refund?', relevant: ['d1'], course: 'a' },
    { id: 'q2', text: 'moon?' },
  ],
  'faq/queries-multiturn.jsonl': [
    { id: 'm1', text: 'how long?', relevant: ['d1'], history: [{ role: 'user', text: 'refund?' }] },
  ],
  'faq/queries-unanswerable.jsonl': [{ id: 'u1', text: 'nearly?', near: ['d1'] }],
  'broken-corpus/corpus.jsonl': [{ id: 'd1', text: 'x' }, { id: 'd2' }],
  'stray/corpus.jsonl': [{ id: 'd1', text: 'x' }],
  'stray/queries.jsonl': [{ id: 'q1', text: 'x', relevant: ['d9'] }],
  'silent/corpus.jsonl': [{ id: 'd1', text: 'x' }],
  'empty/corpus.jsonl': [],
  'oos/queries.jsonl': [{ id: 'o1', text: 'weather?' }],
};

let root: string;
const at = (path: string): string => join(root, path);
const set = (name: string) => readSet({ name, path: at(name) });

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'frontdesk-eval-'));
  for (const [path, rows] of Object.entries(files)) {
    await mkdir(dirname(at(path)), { recursive: true });
    await writeFile(at(path), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  }
  await writeFile(at('notes.txt'), 'not a set');
  await mkdir(at('torn'));
  await writeFile(at('torn/corpus.jsonl'), '\uFEFF{"id":"d1","text":"x"}\r\n\r\n{"id":"d2","te');
});

afterAll(async () => {
  await rm(root, { recursive: true });
});

describe('findSets', () => {
  it('finds the folders that hold a corpus', async () => {
    const names = (await findSets(root)).map((found) => found.name);
    expect(names).toEqual(['broken-corpus', 'empty', 'faq', 'silent', 'stray', 'torn']);
  });

  it('takes a folder with a corpus as one set', async () => {
    expect(await findSets(at('faq'))).toEqual([{ name: 'faq', path: at('faq') }]);
  });

  it('selects by name, and refuses a name that is not there', async () => {
    expect((await findSets(root, ['faq'])).map((found) => found.name)).toEqual(['faq']);
    await expect(findSets(root, ['faq', 'fqa'])).rejects.toThrow(/--set fqa: no such set/);
  });

  it('refuses a folder without sets, and one that is missing', async () => {
    await expect(findSets(at('oos'))).rejects.toThrow(/holds no corpus.jsonl/);
    await expect(findSets(at('nowhere'))).rejects.toThrow(/cannot be read \(ENOENT\)/);
  });
});

describe('readSet', () => {
  it('reads documents with their extra fields, and sorts questions by whether they have an answer', async () => {
    const faq = await set('faq');
    expect(faq.documents).toEqual([
      { id: 'd1', title: 'Refunds', text: 'Within 30 days.', fields: { course: 'a', pages: 2 } },
      { id: 'd2', text: 'Untitled.', fields: {} },
    ]);
    expect(faq.answerable.map(({ name, questions }) => [name, questions.map((question) => question.id)])).toEqual([
      ['faq', ['q1']],
      ['faq-multiturn', ['m1']],
    ]);
    expect(faq.unanswerable.map(({ name, questions }) => [name, questions.map((question) => question.id)])).toEqual([
      ['faq', ['q2']],
      ['faq-unanswerable', ['u1']],
    ]);
    expect(faq.answerable[0]?.questions[0]?.fields).toEqual({ course: 'a' });
    expect(faq.answerable[1]?.questions[0]?.history).toEqual([{ role: 'user', text: 'refund?' }]);
  });

  it.each([
    ['broken-corpus', /corpus.jsonl:2 text: /],
    ['torn', /corpus.jsonl:3 is not one JSON object/],
    ['stray', /queries.jsonl: question q1 names d9/],
    ['silent', /holds no queries.jsonl/],
    ['empty', /holds no document/],
  ])('refuses %s', async (name, message) => {
    await expect(set(name)).rejects.toThrow(message);
  });
});

describe('readUnanswerable', () => {
  it('reads a file of questions', async () => {
    const group = await readUnanswerable(at('oos/queries.jsonl'));
    expect(group.name).toBe('oos/queries');
    expect(group.questions).toHaveLength(1);
  });

  it('names a file that is missing', async () => {
    await expect(readUnanswerable(at('none.jsonl'))).rejects.toThrow(/none.jsonl cannot be read \(ENOENT\)/);
  });
});
