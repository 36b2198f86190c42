import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedTarget } from './embedded-target.js';
import { readOptions } from './eval-options.js';
import { evaluate } from './evaluate.js';

const corpus = [
  { id: 'refund', title: 'Refunds', text: 'You get your money back within 30 days of the purchase.', product: 'shop' },
  { id: 'ship', title: 'Shipping', text: 'A parcel takes three to five working days.', product: 'shop' },
  { id: 'ship-app', title: 'Delivery of the app', text: 'A parcel is never sent for the app.', product: 'app' },
  { id: 'ship-twin', title: 'Shipping', text: 'A parcel takes three to five working days.' },
];
const questions = [
  { id: 'q1', text: 'How do I get my money back?', relevant: ['refund'] },
  { id: 'q2', text: 'When does my parcel arrive? shipping', relevant: ['ship-twin'] },
  { id: 'q3', text: 'parcel shipping', relevant: ['ship-app'], product: 'app' },
];
const followUps = [
  {
    id: 'm1',
    text: 'And how long?',
    relevant: ['ship'],
    history: [{ role: 'user', text: 'What about shipping a parcel?' }],
  },
];

let folder: string;
const signal = new AbortController().signal;
const lines = (rows: object[]): string => rows.map((row) => JSON.stringify(row)).join('\n');

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'frontdesk-evaluate-'));
  await mkdir(join(folder, 'faq'));
  await writeFile(join(folder, 'faq/corpus.jsonl'), lines(corpus));
  await writeFile(join(folder, 'faq/queries.jsonl'), lines(questions));
  await writeFile(join(folder, 'faq/queries-multiturn.jsonl'), lines(followUps));
  await writeFile(join(folder, 'weather.jsonl'), lines([{ id: 'u1', text: 'Is it sunny tomorrow?' }]));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

describe('evaluate', () => {
  it('scores a set on a fresh knowledge base', async () => {
    const options = readOptions(
      ['--data', folder, '--filter', 'product', '--unanswerable', join(folder, 'weather.jsonl')],
      {},
    );
    const [report] = await evaluate(options, () => EmbeddedTarget.open('english'), signal);
    expect(report?.groups).toMatchObject([
      { name: 'faq', questions: 3, ndcg: 1, hit1: 1, hit5: 1, mrr: 1 },
      { name: 'faq-multiturn', questions: 1, hit1: 1 },
    ]);
    expect(report?.abstention).toMatchObject([{ set: 'faq', questions: 1, auroc: 1 }]);
  });

  it('closes what it opened when it is stopped', async () => {
    const stop = new AbortController();
    let target: EmbeddedTarget | undefined;
    const open = async (): Promise<EmbeddedTarget> => {
      target = await EmbeddedTarget.open('english');
      stop.abort();
      return target;
    };
    await expect(evaluate(readOptions(['--data', folder], {}), open, stop.signal)).rejects.toThrow(/aborted/);
    await expect(target?.search('parcel', { k: 1 })).rejects.toThrow(/not open/);
  });
});
