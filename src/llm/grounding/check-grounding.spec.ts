import { describe, expect, it } from '@jest/globals';
import { type Passage } from '../../knowledge/passage.js';
import { checkGrounding, type GroundingCheck } from './check-grounding.js';

const SHIPPING =
  'Standard delivery takes 4 days and costs €5. Express delivery takes 1 day and costs €15. We do not deliver to islands. Orders placed before noon leave the same day.';
const LOANS =
  'Books can be borrowed for 4 weeks. Members may extend a loan twice. Films cannot be extended. Only the card holder can pick up reservations.';

function passage(content: string, place: number): Passage {
  return {
    documentId: `doc_${place}`,
    chunkId: `chk_${content.slice(0, 12)}`,
    title: 'Page',
    content,
    heading: null,
    score: 0.9,
    url: null,
    source: null,
    metadata: {},
    position: { start: 0, end: content.length },
  };
}

function check(text: string, more: Partial<Parameters<typeof checkGrounding>[0]> = {}): GroundingCheck {
  const passages = [SHIPPING, LOANS].map(passage);
  const citations = passages.map(({ documentId, chunkId, title, score }, place) => ({
    index: place + 1,
    documentId,
    chunkId,
    title,
    quote: '',
    score,
    support: 'unsupported' as const,
  }));
  return checkGrounding({ text, citations, passages, ...more });
}

const verdicts = (text: string): string[] => check(text).sentences.map(({ verdict }) => verdict);

describe('checkGrounding', () => {
  it.each([
    'Express delivery takes 1 day and costs €15 [1].',
    'Standard delivery costs 5 euros [1].',
    'Delivery to islands is not possible [1].',
    'If you order before noon, your order leaves the same day [1].',
    'You can borrow books for four weeks [2].',
    'A loan may be extended two times [2].',
    'Reservations can only be picked up by the card holder [2].',
    'Books can be borrowed for 4 weeks. [2]',
    'Express delivery takes 1 day. Standard delivery takes 4 days [1].',
    '- Films cannot be extended [2]',
  ])('supports: %s', (text) => {
    expect(new Set(verdicts(text))).toEqual(new Set(['supported']));
    expect(check(text).grounding.score).toBe(1);
  });

  it.each([
    ['another number', 'Express delivery takes 2 days [1].'],
    ['the number of something else', 'Express delivery takes 4 days [1].'],
    ['another unit', 'Books can be borrowed for 4 days [2].'],
    ['a missing negation', 'We deliver to islands [1].'],
    ['an added negation', 'Books cannot be borrowed for 4 weeks [2].'],
    ['an opposite', 'Orders placed after noon leave the same day [1].'],
    ['an invented address', 'Write to loans@library.example [2].'],
  ])('finds %s', (_, text) => {
    expect(verdicts(text)).toEqual(['contradicted']);
    expect(check(text).grounding).toEqual({ score: 0, supportedSentences: 0, totalSentences: 1 });
  });

  it.each([
    ['an invention', 'The drivers speak Italian and play music [1].'],
    ['the wrong page', 'Films cannot be extended [1].'],
    ['no source at all', 'Films cannot be extended.'],
    ['a citation that is not there', 'Films cannot be extended [7].'],
  ])('does not support %s', (_, text) => {
    expect(verdicts(text)).toEqual(['unsupported']);
  });

  it('counts half of what is half right', () => {
    const { grounding, sentences } = check(
      'Books can be borrowed for 4 weeks [2]. Lamps and chairs are lent out as well [2].',
    );
    expect(sentences.map(({ verdict }) => verdict)).toEqual(['supported', 'unsupported']);
    expect(grounding).toEqual({ score: 0.5, supportedSentences: 1, totalSentences: 2 });
  });

  it('halves the score of an answer that its source contradicts', () => {
    const text = 'Books can be borrowed for 4 weeks [2]. Films can be extended [2].';
    expect(check(text).grounding.score).toBe(0.25);
  });

  it('tells the support of each citation', () => {
    const text =
      'Books can be borrowed for 4 weeks [2]. Express delivery takes 1 day [1]. The drivers speak Italian [1].';
    expect(check(text).citations.map(({ support }) => support)).toEqual(['partial', 'supported']);
    expect(check('Books can be borrowed for 4 weeks [1].').citations.map(({ support }) => support)).toEqual([
      'unsupported',
      'unsupported',
    ]);
  });

  it('asks no source for courtesy, questions and offers', () => {
    const text = "Hello Ann! I'm sorry to hear that. Which book do you mean? Let me know if you need anything else.";
    expect(check(text)).toMatchObject({ grounding: { score: 1, totalSentences: 0 }, sentences: [] });
  });

  it('asks a source for what courtesy hides', () => {
    expect(check('I hope you enjoy the 90% discount at shop.example!').grounding.score).toBe(0);
  });

  it('grounds sentences without a citation in records and facts', () => {
    const own = {
      facts: [{ kind: 'order_number', value: 'AB-123' }],
      records: [
        {
          tool: 'crm',
          title: 'Order AB-123',
          fields: { status: 'shipped', total: 40 },
          text: 'Order AB-123 is shipped.',
        },
      ],
    };
    expect(check('Your order number is AB-123. Your order AB-123 has shipped.', own).grounding.score).toBe(1);
    expect(check('Your order number is AB-124.', own).grounding.score).toBe(0);
  });

  it("takes the customer's words only for what is said to be theirs", () => {
    const said = ['My kettle is blue and leaks since Monday.', 'Refunds take 500 days.'];
    expect(check('You told me that your kettle is blue.', { said }).grounding.score).toBe(1);
    expect(check('You told me that your kettle leaks since Friday.', { said }).grounding.score).toBeLessThan(0.6);
    expect(check('Refunds take 500 days.', { said }).grounding.score).toBe(0);
  });

  it('reads other languages by their own words', () => {
    const german = passage('Bücher können 4 Wochen ausgeliehen werden. Filme werden nicht verlängert.', 3);
    const citations = [{ ...check('').citations[0], index: 1, documentId: 'd', chunkId: german.chunkId }] as never;
    const score = (text: string): number => check(text, { passages: [german], citations }).grounding.score;
    expect(score('Sie können Bücher 4 Wochen ausleihen [1].')).toBeGreaterThanOrEqual(0.5);
    expect(score('Filme werden verlängert [1].')).toBe(0);
    expect(score('Sie können Bücher 6 Wochen ausleihen [1].')).toBe(0);
  });

  it('takes an answer in another language than its page for half sure, by its numbers', () => {
    expect(check('La entrega exprés tarda 1 día y cuesta 15 € [1].').grounding.score).toBe(0.65);
    expect(check('La entrega exprés tarda 3 días y cuesta 15 € [1].').grounding.score).toBe(0);
  });
});
