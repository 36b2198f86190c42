import { describe, expect, it } from '@jest/globals';
import { type Answerer, type AnswerRequest, type DraftAnswer } from './answerer.js';
import { CourtesyAnswerer } from './courtesy-answerer.js';
import { abstention } from './extractive/draft.js';

const asked: string[] = [];

/** Notes what it is asked and never knows an answer. */
const inner: Answerer = {
  model: 'openai:some-model',
  async *answer({ question }) {
    asked.push(question);
    yield { type: 'done', answer: abstention(0).answer };
  },
};

async function ask(question: string, more: Partial<AnswerRequest> = {}): Promise<DraftAnswer> {
  asked.length = 0;
  const signal = new AbortController().signal;
  const request = { question, history: [], passages: [], facts: [], greet: false, signal, ...more };
  for await (const part of new CourtesyAnswerer(inner).answer(request)) if (part.type === 'done') return part.answer;
  throw new Error('no answer at the end');
}

describe('CourtesyAnswerer', () => {
  it.each(['hello', 'thanks a lot!', 'bye', 'are you a bot?', 'how are you?'])(
    'answers %j itself',
    async (question) => {
      await expect(ask(question)).resolves.toMatchObject({ decision: 'small_talk', model: 'extractive' });
      expect(asked).toEqual([]);
    },
  );

  it('says facts back itself', async () => {
    const facts = [{ kind: 'order_number', value: 'A-1' }];
    await expect(ask('what is my order number?', { facts })).resolves.toMatchObject({
      decision: 'from_memory',
      text: 'The order number you gave me is A-1.',
    });
    expect(asked).toEqual([]);
  });

  // What these mean depends on what was said before.
  it.each(['yes', 'ok', 'no thanks', 'hello, where is my order?', 'what is my order number?'])(
    'passes %j on',
    async (question) => {
      await expect(ask(question)).resolves.toMatchObject({ decision: 'abstain' });
      expect(asked).toEqual([question]);
    },
  );

  it('bears the name of who answers the rest', () => {
    expect(new CourtesyAnswerer(inner).model).toBe('openai:some-model');
  });
});
