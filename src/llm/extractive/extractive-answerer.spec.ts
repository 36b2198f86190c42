import fc from 'fast-check';
import { type Passage } from '../../knowledge/passage.js';
import { ABSTENTION } from '../abstention.js';
import { type AnswerPart, type AnswerRequest, type DraftAnswer } from '../answerer.js';
import { ExtractiveAnswerer } from './extractive-answerer.js';

const answerer = new ExtractiveAnswerer();

function page(name: string, title: string, content: string, score = 0.9): Passage {
  const position = { start: 0, end: content.length };
  const rest = { heading: null, source: null, metadata: {}, url: `https://shop.example/${name}` };
  return { documentId: `doc_${name}`, chunkId: `chk_${name}`, title, content, score, position, ...rest };
}

const refunds = page(
  'refunds',
  'Refund policy',
  `# Refund policy

You can return any item within 30 days of delivery for a full refund. It must be unused and in its original packaging.

To request a refund:

1. Open Orders in your account.
2. Choose the order and press Return.
3. Print the label and hand the parcel in at any post office.

Refunds are paid to the original payment method within 5 business days after we receive the item. Gift cards cannot be refunded.`,
);
const shipping = page(
  'shipping',
  'Shipping times',
  `We ship Monday to Friday. Standard delivery takes 3 to 5 business days and costs $4.90. Express delivery arrives the next business day, e.g. on Tuesday if you order on Monday. It costs $12.

We deliver to all EU countries, Norway and Switzerland.`,
);
const payment = page(
  'payment',
  'Payment methods',
  'We accept:\n\n- Visa and Mastercard\n- PayPal\n- bank transfer\n\nWe charge your card when the order ships.',
);

function request(question: string, passages: readonly Passage[], more: Partial<AnswerRequest> = {}): AnswerRequest {
  const signal = new AbortController().signal;
  return { question, passages, history: [], facts: [], greet: false, signal, ...more };
}

async function partsOf(asked: AnswerRequest): Promise<AnswerPart[]> {
  const parts: AnswerPart[] = [];
  for await (const part of answerer.answer(asked)) parts.push(part);
  return parts;
}

async function ask(
  question: string,
  passages: readonly Passage[],
  more?: Partial<AnswerRequest>,
): Promise<DraftAnswer> {
  const last = (await partsOf(request(question, passages, more))).at(-1);
  if (last?.type !== 'done') throw new Error('no answer at the end');
  return last.answer;
}

describe('ExtractiveAnswerer quotes', () => {
  it.each<[string, Passage[], string]>([
    ['What is your refund policy?', [refunds, shipping], 'within 30 days of delivery for a full refund'],
    ['How long does a refund take?', [refunds, shipping], 'within 5 business days after we receive the item'],
    ['How much is express delivery?', [shipping, refunds], 'It costs $12.'],
    ['Do you deliver to Norway?', [shipping], 'We deliver to all EU countries, Norway and Switzerland.'],
    ['Can I return a gift card?', [refunds], 'Gift cards cannot be refunded.'],
    ['How long does delivery take?', [shipping, refunds], 'Standard delivery takes 3 to 5 business days'],
  ])('%s', async (question, passages, expected) => {
    const answer = await ask(question, passages);
    expect(answer).toMatchObject({ decision: 'answer', grounding: { score: 1 } });
    expect(answer.text).toContain(expected);
    expect(answer.text).toMatch(/ \[1\]$/);
    expect(answer.confidence).toBeGreaterThanOrEqual(0.5);
  });

  it('takes "It costs" together with what costs it', async () => {
    const { text } = await ask('How much is express delivery?', [shipping]);
    expect(text).toContain(
      'Express delivery arrives the next business day, e.g. on Tuesday if you order on Monday. It costs $12.',
    );
  });

  it('keeps the steps of a list together, in order, on lines of their own', async () => {
    const { text } = await ask('How do I request a refund?', [refunds]);
    expect(text).toContain(
      'To request a refund:\n1. Open Orders in your account.\n2. Choose the order and press Return.\n3. Print the label',
    );
  });

  it('keeps a bulleted list with the sentence that leads into it', async () => {
    const { text } = await ask('Which payment methods do you accept?', [payment]);
    expect(text).toMatch(/^We accept:\n- Visa and Mastercard\n- PayPal\n- bank transfer/);
  });

  it('brings a second page in only for what it adds, and numbers pages as they appear', async () => {
    const both = await ask('Do you deliver to Norway and can I pay with PayPal?', [shipping, payment]);
    expect(both.citations.map(({ index }) => index)).toEqual([1, 2]);
    expect(both.text).toMatch(/Norway and Switzerland\. \[1\].*- PayPal/s);
    const one = await ask('Do you deliver to Switzerland?', [shipping, refunds]);
    expect(one.citations.map(({ chunkId }) => chunkId)).toEqual(['chk_shipping']);
  });

  it('does not say the same twice when two pages share a sentence', async () => {
    const copy = page('copy', 'Delivery', 'Standard delivery takes 3 to 5 business days and costs $4.90.', 0.8);
    const { text } = await ask('How long does standard delivery take?', [shipping, copy]);
    expect(text.match(/Standard delivery takes/g)).toHaveLength(1);
  });

  it('cites title, address, score and a quote that stands in the page', async () => {
    const { citations } = await ask('Can I return a gift card?', [refunds]);
    expect(citations[0]).toMatchObject({
      index: 1,
      documentId: 'doc_refunds',
      title: 'Refund policy',
      url: 'https://shop.example/refunds',
      score: 0.9,
      support: 'supported',
    });
    expect(refunds.content).toContain(citations[0]?.quote);
  });

  it('leaves the address out when the page has none', async () => {
    const { citations } = await ask('Can I return a gift card?', [{ ...refunds, url: null }]);
    expect(citations[0]).not.toHaveProperty('url');
  });
});

describe('ExtractiveAnswerer abstains', () => {
  it.each<[string, Passage[]]>([
    ['Do you ship to the moon base?', [{ ...shipping, score: 0.5 }]],
    ['Who is the president of France?', [shipping, refunds]],
    ['What is the warranty on tractor tyres?', [refunds]],
    ['What is your refund policy?', []],
    ['What is your refund policy?', [{ ...refunds, score: 0 }]],
    ['how do i bake sourdough bread', [shipping, refunds, payment]],
    ['asdf qwer', [shipping]],
    ['', [shipping]],
  ])('%s', async (question, passages) => {
    await expect(ask(question, passages, { greet: true })).resolves.toMatchObject({
      decision: 'abstain',
      text: ABSTENTION,
      citations: [],
    });
  });
});

describe('ExtractiveAnswerer speaks with a person', () => {
  it('greets once, by name, before an answer', async () => {
    const { text } = await ask('Can I return a gift card?', [refunds], { greet: true, customerName: 'Ann' });
    expect(text).toMatch(/^Hello Ann! You can return/);
  });

  it('answers courtesy with courtesy, whatever the search found', async () => {
    await expect(ask('thanks a lot!', [refunds])).resolves.toMatchObject({ decision: 'small_talk', citations: [] });
  });

  it('says back what it was told', async () => {
    const facts = [{ kind: 'order_number', value: 'A-1234' }];
    await expect(ask('What is my order number?', [refunds], { facts })).resolves.toMatchObject({
      decision: 'from_memory',
      text: 'The order number you gave me is A-1234.',
    });
  });

  it("says what the company's systems know, then what the pages say to the question", async () => {
    const record = { tool: 'shop_order', title: 'Order 4711', fields: {}, text: 'Order 4711 was sent on Monday.' };
    const alone = await ask('Where is order 4711?', [shipping], { records: [record] });
    expect(alone).toMatchObject({ decision: 'answer', text: record.text, citations: [], confidence: 1 });
    const both = await ask('Can I return a gift card of order 4711?', [refunds], { records: [record], greet: true });
    expect(both.text).toMatch(/^Hello! Order 4711 was sent on Monday\.\n\n.*\[1\]/s);
    expect(both.grounding.supportedSentences).toBe(both.grounding.totalSentences);
  });

  it('quotes what the customer told, when pages say nothing or the customer plainly asks for it', async () => {
    const recollections = ['My gift card is worth 50 euros.'];
    await expect(ask('What did I say about my gift card?', [refunds], { recollections })).resolves.toMatchObject({
      decision: 'from_memory',
      text: 'You told me: “My gift card is worth 50 euros.”',
    });
    await expect(ask('Can I return a gift card?', [refunds], { recollections })).resolves.toMatchObject({
      decision: 'answer',
    });
    await expect(ask('Which gift card do I have?', [refunds], { recollections })).resolves.toMatchObject({
      decision: 'from_memory',
    });
  });

  it('understands a follow-up from the questions before it', async () => {
    const history = [{ role: 'customer' as const, text: 'How do I get a refund?' }];
    const alone = await ask('and how long does that take?', [refunds]);
    const following = await ask('and how long does that take?', [refunds], { history });
    expect(alone.decision).toBe('abstain');
    expect(following.text).toContain('within 5 business days');
  });

  it.each([
    [
      'Wie lange dauert die Lieferung?',
      'Versand',
      'Wir liefern innerhalb von 3 bis 5 Werktagen. Der Versand kostet 4,90 €.',
      'Werktagen',
    ],
    [
      '¿Cuánto tarda el envío?',
      'Envíos',
      'Los envíos tardan de 3 a 5 días. El envío urgente cuesta 12 €.',
      '3 a 5 días',
    ],
    [
      'Quel est le prix de la livraison ?',
      'Livraison',
      'La livraison prend trois jours. La livraison coûte 5 €.',
      '5 €',
    ],
    ['退款需要多长时间？', '退款政策', '您可以在30天内退货。退款将在5个工作日内到账。', '5个工作日'],
  ])('answers in the language of the pages: %s', async (question, title, content, expected) => {
    const answer = await ask(question, [page('local', title, content)]);
    expect(answer).toMatchObject({ decision: 'answer', text: expect.stringContaining(expected) as unknown });
  });
});

describe('ExtractiveAnswerer, for any pages and question', () => {
  const sentence = fc
    .array(
      fc.constantFrom('refund', 'order', 'delivery', 'takes', '5 days', 'card', 'It', 'we', 'costs $3', 'open', '退款'),
      {
        minLength: 2,
        maxLength: 8,
      },
    )
    .map((words) => words.join(' '));
  const line = fc.oneof(
    sentence.map((text) => `${text}. `),
    sentence.map((text) => `\n- ${text}`),
    sentence.map((text) => `\n1. ${text}.`),
    sentence.map((text) => `\n\n## ${text}\n`),
    sentence.map((text) => `${text}:\n`),
  );
  const passages = fc
    .array(fc.tuple(sentence, fc.array(line, { maxLength: 12 }), fc.double({ min: 0, max: 1, noNaN: true })), {
      maxLength: 4,
    })
    .map((pages) => pages.map(([title, lines, score], place) => page(`p${place}`, title, lines.join(''), score)));

  it('quotes word for word, streams what it says and is the same each time', async () => {
    await fc.assert(
      fc.asyncProperty(sentence, passages, fc.boolean(), async (question, found, greet) => {
        const parts = await partsOf(request(question, found, { greet }));
        expect(await partsOf(request(question, found, { greet }))).toEqual(parts);
        const deltas = parts.flatMap((part) => (part.type === 'text' ? [part.delta] : []));
        const last = parts.at(-1);
        if (last?.type !== 'done') throw new Error('no answer at the end');
        const { text, citations, confidence, grounding } = last.answer;
        expect(deltas.every((delta) => delta !== '')).toBe(true);
        expect(deltas.join('')).toBe(last.answer.decision === 'abstain' ? '' : text);
        expect(confidence).toBeGreaterThanOrEqual(0);
        expect(confidence).toBeLessThanOrEqual(1);
        expect(grounding.supportedSentences).toBe(grounding.totalSentences);
        expect(citations.map(({ index }) => index)).toEqual(citations.map((_, place) => place + 1));
        const contents = new Map(found.map(({ chunkId, content }) => [chunkId, content]));
        for (const { chunkId, quote } of citations) expect(contents.get(chunkId)).toContain(quote);
        if (last.answer.decision !== 'answer') return;
        for (const delta of deltas.slice(greet ? 1 : 0)) {
          const quoted = delta.replace(/ \[\d+\]$/, '').trim();
          expect([...contents.values()].some((content) => content.includes(quoted))).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('ExtractiveAnswerer stops', () => {
  it('before it starts, for a caller who is gone', async () => {
    const signal = AbortSignal.abort(new Error('gone'));
    await expect(partsOf(request('refund?', [refunds], { signal }))).rejects.toThrow('gone');
  });

  it('between two sentences', async () => {
    const caller = new AbortController();
    const parts = answerer.answer(request('How do I request a refund?', [refunds], { signal: caller.signal }));
    await parts.next();
    caller.abort(new Error('stopped'));
    await expect(parts.next()).rejects.toThrow('stopped');
  });
});
