import { LLMock } from '@copilotkit/aimock';
import { describe, expect, it } from '@jest/globals';
import { type ModelConfig } from '../../src/config/llm-config.js';
import { type Passage } from '../../src/knowledge/passage.js';
import { type AnswerRequest, type AnswerTool } from '../../src/llm/answerer.js';
import { ExtractiveAnswerer } from '../../src/llm/extractive/extractive-answerer.js';
import { FallbackAnswerer } from '../../src/llm/fallback-answerer.js';
import { GroundedAnswerer } from '../../src/llm/grounding/grounded-answerer.js';
import { TrustedAnswerer } from '../../src/llm/untrusted/trusted-answerer.js';
import { onCleanUp } from '../support/clean-up.js';
import { answerOf, asking, HELP_PAGES, modelAt, partsOf, textOf } from '../support/model-desk.js';
import { calling, failing, type ProviderScript, saying, startScriptedProvider } from '../support/scripted-provider.js';

const EMAIL = 'anna.canary@example.com';
const PHONE = '+49 30 90182055';
const CARD = '4111 1111 1111 1111';
const IBAN = 'DE89 3704 0044 0532 0130 00';
const OTHER = 'bob.canary@example.org';
const CANARIES = [EMAIL, PHONE, CARD, IBAN, OTHER, '90182055', 'canary', 'Schmidtova', '0532 0130'];
/** What a model may and must see. */
const ORDER = 'NB-20481233';
const PUBLISHED = 'help@shop.example';

const QUESTION = `My name is Anna Schmidtova, mail ${EMAIL}, phone ${PHONE}. Card ${CARD} paid order ${ORDER}. Shall I write to ${PUBLISHED}?`;

const HELP: Passage = { ...HELP_PAGES[0]!, content: `Write to ${PUBLISHED} about refunds. Forms begin with [NAME_1].` };
const FILE: Passage = {
  ...HELP,
  documentId: 'att_1',
  chunkId: 'att_1:0',
  title: 'letter.pdf',
  content: `Paid from ${IBAN}.`,
};

function asked(more: Partial<AnswerRequest> = {}): AnswerRequest {
  return asking(QUESTION, {
    passages: [HELP, FILE],
    facts: [
      { kind: 'name', value: 'Anna Schmidtova' },
      { kind: 'email', value: EMAIL },
      { kind: 'phone', value: PHONE.replaceAll(' ', '') },
      { kind: 'order_number', value: ORDER },
    ],
    history: [
      { role: 'customer', text: `I am anna schmidtova, write to ${EMAIL}` },
      { role: 'agent', text: `Thank you, Anna. We write to ${EMAIL}.` },
    ],
    recollections: [`I moved, my number is now ${PHONE}`],
    summary: `Customer: my mail is ${EMAIL}`,
    records: [
      {
        tool: 'orders',
        title: `Order ${ORDER}`,
        text: `Order of Anna Schmidtova`,
        fields: { order_number: ORDER, email: EMAIL, contact_name: 'Bob Canary' },
      },
    ],
    ...more,
  });
}

const contacts: AnswerTool = {
  name: 'find_contact',
  description: 'Finds a contact.',
  inputSchema: { type: 'object', properties: { email: { type: 'string' } }, required: ['email'] },
  call: async (input) => {
    calls.push(input);
    return { status: 'ok', value: { contact: { email: OTHER, mobile: '03090182055', orders: [ORDER] } } };
  },
};
const calls: unknown[] = [];

function expectNone(sent: string): void {
  for (const canary of CANARIES) expect(sent.toLowerCase()).not.toContain(canary.toLowerCase());
}

const WIRE_FORMATS: [ModelConfig['provider'], string][] = [
  ['openai-compatible', '/v1'],
  ['openai', '/v1'],
  ['anthropic', '/v1'],
  ['google', '/v1beta'],
];

describe.each(WIRE_FORMATS)('What is sent in the format of %s', (provider, path) => {
  it('holds nothing personal, in either request; the answer and the tool do', async () => {
    const mock = new LLMock({ port: 0, host: '127.0.0.1', logLevel: 'silent', chunkSize: 3 });
    await mock.start();
    onCleanUp(() => mock.stop());
    const finish = provider === 'google' ? { finishReason: 'stop' } : {};
    mock.on(
      { hasToolResult: false },
      { toolCalls: [{ name: 'find_contact', arguments: '{"email":"[EMAIL_1]"}' }], ...finish },
    );
    mock.on({ hasToolResult: true }, { content: `We write to [EMAIL_1] and [EMAIL_2], [NAME_1]: order ${ORDER}.` });
    const model = await modelAt(`${mock.url}${path}`, {}, { provider, model: 'mock-model', apiKey: 'key' });
    calls.length = 0;
    const parts = await partsOf(model, asked({ tools: [contacts] }));
    expect(calls).toEqual([{ email: EMAIL }]);
    expect(textOf(parts)).toBe(`We write to ${EMAIL} and ${OTHER}, Anna Schmidtova: order ${ORDER}.`);
    expect(answerOf(parts).text).toBe(textOf(parts));
    const sent = mock.getRequests().map(({ body }) => JSON.stringify(body));
    expect(sent).toHaveLength(2);
    for (const body of sent) {
      expectNone(body);
      expect(body).toContain(ORDER);
      expect(body).toContain(PUBLISHED);
      expect(body).toContain('[EMAIL_1]');
    }
    expect(sent[1]).toContain('[EMAIL_2]');
  });
});

describe('A model that sees tokens', () => {
  it('is shown the same thing by the same token everywhere', async () => {
    const provider = await startScriptedProvider();
    provider.next(saying('Yes.'));
    await partsOf(await modelAt(provider.url), asked());
    const prompt = provider.requests[0]!.messages.map(({ content }) => content ?? '').join('\n');
    expectNone(prompt);
    expect(prompt).toContain('email: [EMAIL_1]');
    expect(prompt).toContain(
      'My name is [NAME_1], mail [EMAIL_1], phone [PHONE_1B]. Card [CARD_1] paid order NB-20481233.',
    );
    expect(prompt).toContain('I am [NAME_1');
    expect(prompt).toContain('Forms begin with [LITERAL_1]');
    expect(prompt).toContain('Paid from [IBAN_1].');
  });

  it.each<[string, ProviderScript, string]>([
    [
      'cut into letters',
      (turn) => {
        for (const piece of 'Mail [EMAIL_1] now.') turn.say(piece);
        turn.finish();
      },
      `Mail ${EMAIL} now.`,
    ],
    ['mangled', saying('Mail [email 1] or EMAIL_1 or \\[EMAIL\\_1\\].'), `Mail ${EMAIL} or ${EMAIL} or ${EMAIL}.`],
    ['made up', saying('We wrote to [EMAIL_9].'), 'We wrote to your e-mail address.'],
    ['left open at the end', saying('We wrote to [EMAIL_1'), `We wrote to ${EMAIL}`],
    ['beside markers', saying('Mail [EMAIL_1] [1][7].'), `Mail ${EMAIL} [1].`],
  ])('is read when its tokens are %s', async (_name, script, expected) => {
    const provider = await startScriptedProvider();
    provider.next(script);
    const parts = await partsOf(await modelAt(provider.url), asked());
    expect(textOf(parts)).toBe(expected);
    for (const part of parts) if (part.type === 'text') expect(part.delta).not.toMatch(/EMAIL|\[E/);
  });

  it('passes other text on while it waits for the rest of a token', async () => {
    const provider = await startScriptedProvider();
    let heard = (): void => undefined;
    provider.next(async (turn) => {
      for (const piece of ['Mail', ' it to [EMA']) {
        const arrived = new Promise<void>((resolve) => (heard = resolve));
        turn.say(piece);
        // Hangs when what is no token is held back.
        await arrived;
      }
      turn.say('IL_1].');
      turn.finish();
    });
    const deltas: string[] = [];
    for await (const part of (await modelAt(provider.url)).answer(asked())) {
      if (part.type !== 'text') continue;
      deltas.push(part.delta);
      heard();
    }
    expect(deltas.slice(0, 2)).toEqual(['Mail', ' it to']);
    expect(deltas.join('')).toBe(`Mail it to ${EMAIL}.`);
  });

  it('never mixes two customers whose tokens have the same names', async () => {
    const provider = await startScriptedProvider();
    provider.otherwise(async (turn) => {
      turn.say('Mail [EMA');
      await new Promise((resolve) => setTimeout(resolve, 20));
      turn.say('IL_1].');
      turn.finish();
    });
    const model = await modelAt(provider.url);
    const customers = Array.from({ length: 12 }, (_, place) => `customer${place}@example.com`);
    const answers = await Promise.all(customers.map((mail) => partsOf(model, asking(`I am ${mail}, refund?`))));
    expect(answers.map(textOf)).toEqual(customers.map((mail) => `Mail ${mail}.`));
  });

  it('gives nothing for a token that a customer types', async () => {
    const provider = await startScriptedProvider();
    provider.next((turn) => saying(`You said: ${turn.question}`)(turn));
    const question = `Say [EMAIL_1], [email 1] and EMAIL_2. I am ${EMAIL}.`;
    const parts = await partsOf(await modelAt(provider.url), asking(question));
    expectNone(JSON.stringify(provider.requests));
    expect(textOf(parts)).toBe(`You said: ${question}`);
  });

  it('finds an address that hidden characters take apart', async () => {
    const provider = await startScriptedProvider();
    provider.next(saying('Yes.'));
    await partsOf(await modelAt(provider.url), asking('I am anna.can\u200bary@exam\u00adple.com'));
    expectNone(JSON.stringify(provider.requests));
  });

  it('is checked against sources with the values, and quoted pages come when it fails', async () => {
    const provider = await startScriptedProvider();
    const extractive = new ExtractiveAnswerer();
    const chain = new FallbackAnswerer([await modelAt(provider.url)], extractive, () => undefined);
    const desk = new TrustedAnswerer(new GroundedAnswerer(chain, extractive, { threshold: 0.6 }));
    provider.next(
      saying('Your email is [EMAIL_1]. Write to help@shop.example about refunds [1].'),
      failing(500),
      calling('cannot_answer'),
    );
    const kept = answerOf(await partsOf(desk, asked()));
    expect(kept.text).toBe(`Your email is ${EMAIL}. Write to ${PUBLISHED} about refunds [1].`);
    expect(kept.grounding).toMatchObject({ supportedSentences: 2, totalSentences: 2 });
    const quoted = answerOf(await partsOf(desk, asking('How long can I return an item?')));
    expect(quoted).toMatchObject({ model: 'extractive', degraded: ['no-llm'] });
    expect(quoted.text).toContain('within 30 days');
    expect(answerOf(await partsOf(desk, asked())).decision).toBe('abstain');
  });

  it('sees everything when tokens are turned off', async () => {
    const provider = await startScriptedProvider();
    provider.next(saying('Mail [EMAIL_1].'));
    const model = await modelAt(provider.url, {}, {}, undefined, { kinds: [], allow: [] });
    expect(textOf(await partsOf(model, asked()))).toBe('Mail [EMAIL_1].');
    expect(JSON.stringify(provider.requests)).toContain(EMAIL);
  });
});
