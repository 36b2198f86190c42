import { describe, expect, it } from '@jest/globals';
import { type EvalDocument, type EvalQuestion, type RetrievalSet } from './retrieval-set.js';
import { type Hit, type RetrievalTarget, type SearchRequest } from './retrieval-target.js';
import { scoreSet } from './score-set.js';

/** A target whose answers are written down: document ids are the texts, so equal texts share one. */
class ScriptedTarget implements RetrievalTarget {
  readonly asked: SearchRequest[] = [];

  constructor(private readonly answers: Record<string, [text: string, score: number][]>) {}

  async load(documents: readonly EvalDocument[]): Promise<string[]> {
    return documents.map((document) => document.text);
  }

  async search(query: string, request: SearchRequest): Promise<Hit[]> {
    this.asked.push(request);
    return (this.answers[query] ?? []).map(([documentId, score]) => ({ documentId, score }));
  }

  async close(): Promise<void> {
    return Promise.resolve();
  }
}

const document = (id: string, text: string): EvalDocument => ({ id, title: id, text, fields: {} });
const question = (text: string, relevant: string[] = [], more: Partial<EvalQuestion> = {}): EvalQuestion => ({
  id: text,
  text,
  relevant,
  history: [],
  fields: {},
  ...more,
});
const options = { k: 10, unanswerable: [], signal: new AbortController().signal };

const faq: RetrievalSet = {
  name: 'faq',
  documents: [document('a', 'A'), document('a-twin', 'A'), document('b', 'B')],
  answerable: [{ name: 'faq', questions: [question('one', ['a', 'a-twin']), question('two', ['b'])] }],
  unanswerable: [{ name: 'faq-unanswerable', questions: [question('none'), question('nearly')] }],
};
const answers: Record<string, [string, number][]> = {
  one: [
    ['A', 0.9],
    ['A', 0.8],
  ],
  two: [
    ['A', 0.7],
    ['A', 0.6],
    ['B', 0.5],
  ],
  nearly: [['B', 0.8]],
};

describe('scoreSet', () => {
  it('ranks documents by their best passage, twins as one', async () => {
    const [group] = (await scoreSet(faq, new ScriptedTarget(answers), options)).groups;
    // one: first of one document. two: second of two documents, 1 / log2(3) = 0.63093.
    expect(group).toMatchObject({ name: 'faq', questions: 2, hit1: 0.5, hit5: 1, mrr: 0.75 });
    expect(group?.ndcg).toBeCloseTo((1 + 0.63093) / 2, 5);
    expect(group?.results.map((result) => [result.id, result.topScore])).toEqual([
      ['one', 0.9],
      ['two', 0.7],
    ]);
  });

  it('counts an answer without text as never found', async () => {
    const target = new ScriptedTarget(answers);
    const questions = [question('one', ['a', 'blank'])];
    const blank = { ...faq, documents: [...faq.documents, document('blank', ' ')] };
    const asking = { ...blank, answerable: [{ name: 'faq', questions }], unanswerable: [] };
    // The first of two answers, 1 of at best 1.63093.
    expect((await scoreSet(asking, target, options)).groups[0]?.ndcg).toBeCloseTo(1 / 1.63093, 5);
  });

  it('sets the top scores of the own questions against those without an answer', async () => {
    const extra = { name: 'oos', questions: [question('weather')] };
    const target = new ScriptedTarget(answers);
    const { abstention } = await scoreSet(faq, target, { ...options, unanswerable: [extra] });
    // Own .9 and .7 against 0 and .8: three of four pairs in order.
    expect(abstention).toEqual([
      { set: 'faq', unanswerable: 'faq-unanswerable', questions: 2, auroc: 0.75 },
      { set: 'faq', unanswerable: 'oos', questions: 1, auroc: 1 },
    ]);
  });

  it('passes on what was just said, and the filter where a question has the field', async () => {
    const history = 'a b c d e f g h'.split(' ').map((text) => ({ role: 'user', text }));
    const questions = [question('one', ['a'], { history, fields: { course: 'x' } }), question('two', ['b'])];
    const target = new ScriptedTarget(answers);
    const asking = { ...faq, answerable: [{ name: 'faq', questions }], unanswerable: [] };
    await scoreSet(asking, target, { ...options, k: 2, filter: 'course' });
    expect(target.asked).toEqual([{ k: 2, context: 'c\nd\ne\nf\ng\nh', filter: { course: 'x' } }, { k: 2 }]);
  });

  it('stops when it is told to', async () => {
    const stopped = { ...options, signal: AbortSignal.abort() };
    const target = new ScriptedTarget(answers);
    await expect(scoreSet(faq, target, stopped)).rejects.toThrow(/aborted/);
    expect(target.asked).toEqual([]);
  });
});
