import { describe, expect, it } from '@jest/globals';
import { type Passage } from '../../knowledge/passage.js';
import { ABSTENTION } from '../abstention.js';
import { type Answerer, type AnswerPart, type AnswerRequest, type AnswerTool, type DraftAnswer } from '../answerer.js';
import { ExtractiveAnswerer } from '../extractive/extractive-answerer.js';
import { GroundedAnswerer } from './grounded-answerer.js';

const PAGE = 'Refunds are made within 5 business days after we receive your return. Shipping costs are not refunded.';

function passage(content: string): Passage {
  return {
    documentId: 'doc_1',
    chunkId: content.slice(0, 30),
    title: 'Refunds',
    content,
    heading: null,
    score: 0.95,
    url: 'https://shop.example/refunds',
    source: null,
    metadata: {},
    position: { start: 0, end: content.length },
  };
}

function request(more: Partial<AnswerRequest> = {}): AnswerRequest {
  return {
    question: 'How long do refunds take?',
    history: [],
    passages: [passage(PAGE)],
    facts: [],
    greet: false,
    signal: new AbortController().signal,
    ...more,
  };
}

/** An answerer that says what it is told to, in pieces of a few characters. */
function saying(text: string, more: Partial<DraftAnswer> = {}): Answerer {
  return {
    model: 'test:model',
    async *answer({ passages, tools, signal }): AsyncGenerator<AnswerPart> {
      const citations = passages.map(({ documentId, chunkId, title, content, score }, place) => ({
        index: place + 1,
        documentId,
        chunkId,
        title,
        quote: content,
        score,
        support: 'unsupported' as const,
      }));
      yield { type: 'sources', sources: citations };
      for (const tool of tools ?? []) await tool.call({}, signal);
      for (const delta of text.match(/[^]{1,7}/g) ?? []) yield { type: 'text', delta };
      const answer: DraftAnswer = {
        decision: 'answer',
        text,
        citations,
        confidence: 0.8,
        grounding: { score: 0, supportedSentences: 0, totalSentences: 0 },
        model: 'test:model',
        degraded: [],
        toolsUsed: [],
        concerns: [],
        ...more,
      };
      yield { type: 'done', answer };
    },
  };
}

/** What a customer ends up with: the text since the last replacement, and the answer. */
async function heard(inner: Answerer, asked = request(), threshold = 0.6) {
  let text = '';
  let replaced = 0;
  let answer: DraftAnswer | undefined;
  for await (const part of new GroundedAnswerer(inner, new ExtractiveAnswerer(), { threshold }).answer(asked)) {
    if (part.type === 'text') text += part.delta;
    if (part.type === 'text') expect(part.delta).not.toBe('');
    if (part.type === 'replace') text = '';
    if (part.type === 'replace') replaced += 1;
    if (part.type === 'done') answer = part.answer;
  }
  if (!answer) throw new Error('no answer');
  return { text, replaced, answer };
}

describe('GroundedAnswerer', () => {
  it('keeps what its sources say and fills in support', async () => {
    const { text, replaced, answer } = await heard(saying('You get your refund within 5 business days [1].'));
    expect({ text, replaced }).toEqual({ text: 'You get your refund within 5 business days [1].', replaced: 0 });
    expect(answer).toMatchObject({
      text,
      model: 'test:model',
      concerns: [],
      grounding: { score: 1, totalSentences: 1 },
    });
    expect(answer.citations[0]?.support).toBe('supported');
  });

  it('takes a wrong number back and quotes the page instead', async () => {
    const usage = { inputTokens: 10, outputTokens: 5, costUsd: null, steps: 1, toolCalls: 0, prompt: 'answer@1' };
    const { text, replaced, answer } = await heard(
      saying('You get your refund within 15 business days [1].', { usage, toolsUsed: ['find_order'] }),
    );
    expect(replaced).toBe(1);
    expect(text).toContain('within 5 business days');
    expect(answer).toMatchObject({
      text,
      model: 'extractive',
      concerns: [],
      usage,
      toolsUsed: ['find_order'],
    });
  });

  it('abstains when the page has nothing to quote either', async () => {
    const asked = request({ question: 'Which submarines do you sell?' });
    const { text, replaced, answer } = await heard(saying('We sell three kinds of submarine [1].'), asked);
    expect({ text, replaced }).toEqual({ text: '', replaced: 1 });
    expect(answer).toMatchObject({ decision: 'abstain', text: ABSTENTION, concerns: ['low_grounding'] });
  });

  it('keeps everything at a threshold of 0', async () => {
    const { answer } = await heard(saying('We sell submarines.'), request(), 0);
    expect(answer).toMatchObject({ text: 'We sell submarines.', grounding: { score: 0 } });
  });

  it('takes foreign links out, so that the final text is what was told', async () => {
    const said =
      'You get your refund within 5 business days [1]. See https://evil.example/a or https://shop.example/refunds.';
    const { text, answer } = await heard(saying(said), request(), 0);
    expect(text).toBe('You get your refund within 5 business days [1]. See  or https://shop.example/refunds.');
    expect(answer.text).toBe(text);
  });

  it('replaces an answer of which nothing is left', async () => {
    const { text, answer } = await heard(saying('![x](https://evil.example/p.png)'), request());
    expect(answer.model).toBe('extractive');
    expect(text).toContain('within 5 business days');
  });

  it('grounds what is told from records and from what tools answered', async () => {
    const tool: AnswerTool = {
      name: 'find_order',
      description: '',
      inputSchema: {},
      call: () =>
        Promise.resolve({ status: 'ok', value: { order: { number: 'A-17', status: 'on its way', parcels: 2 } } }),
    };
    const records = [{ tool: 'crm', title: 'Customer', fields: { plan: 'Gold' }, text: 'Ann has the Gold plan.' }];
    const right = await heard(
      saying('Your order A-17 is on its way. It has 2 parcels. You have the Gold plan.'),
      request({ passages: [], records, tools: [tool] }),
    );
    expect(right.answer).toMatchObject({ model: 'test:model', grounding: { score: 1, supportedSentences: 3 } });
    const wrong = await heard(
      saying('Your order A-18 is on its way.'),
      request({ passages: [], records, tools: [tool] }),
    );
    expect(wrong.answer).toMatchObject({ model: 'extractive', text: expect.not.stringContaining('A-18') });
  });

  it('lets an abstention and an extractive answer pass unchecked', async () => {
    const abstained = await heard(saying('', { decision: 'abstain', text: ABSTENTION }));
    expect(abstained.answer).toMatchObject({ decision: 'abstain', text: ABSTENTION, concerns: [] });
    const extractive = await heard(new ExtractiveAnswerer());
    expect(extractive.answer).toMatchObject({ model: 'extractive', concerns: [], grounding: { score: 1 } });
  });
});
