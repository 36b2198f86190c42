import { type AgentResponse, type SessionEvent } from '@frontdesk/client';
import { beforeEach, expect, it } from '@jest/globals';
import { SystemClock } from '../../src/common/clock.js';
import { Conversations } from '../../src/conversation/conversations.js';
import { Memories } from '../../src/conversation/memories.js';
import { KnowledgeDocuments } from '../../src/knowledge/knowledge-documents.js';
import { type Answerer, type AnswerPart, type AnswerRequest, type DraftAnswer } from '../../src/llm/answerer.js';
import { newSessionId } from '../../src/session/session-id.js';
import { type CustomerRecord } from '../../src/tools/contract/customer-record.js';
import { type LookUpInput } from '../../src/tools/contract/tool-inputs.js';
import { type Tool } from '../../src/tools/contract/tool.js';
import { describeOnEachDatabase } from '../support/databases.js';
import { deskInstance, type DeskInstanceOptions } from '../support/desk-instance.js';
import { POLICY } from '../support/turn-tools.js';

const clock = new SystemClock();

const DRAFT: DraftAnswer = {
  decision: 'answer',
  text: 'We open at nine [1].',
  citations: [],
  confidence: 0.8,
  grounding: { score: 1, supportedSentences: 1, totalSentences: 1 },
  model: 'scripted',
  degraded: [],
  toolsUsed: [],
  concerns: [],
};

/** Tells these parts, whatever is asked. */
function answererOf(parts: (request: AnswerRequest) => AnswerPart[]): Answerer {
  return {
    model: 'scripted',
    async *answer(request) {
      yield* parts(request);
    },
  };
}

describeOnEachDatabase('a turn of the agent', (open) => {
  let sessionId: string;

  beforeEach(async () => {
    sessionId = newSessionId();
    const conversation = { sessionId, threadId: 'thr_1', userId: null, userVerified: false, metadata: {} };
    await new Conversations(open()).create({ ...conversation, at: clock.date() });
    await new KnowledgeDocuments(open(), clock).add({ title: 'Opening hours', text: 'We open at nine on weekdays.' });
  });

  const deskWith = (options: Omit<DeskInstanceOptions, 'sessionId'> = {}) =>
    deskInstance(open(), { sessionId: () => sessionId, ...options });

  const responseOf = (events: readonly SessionEvent[]): AgentResponse => {
    const last = events.at(-1);
    if (last?.type !== 'complete') throw new Error(`ended with ${last?.type ?? 'nothing'}`);
    return last.response;
  };

  /** What a client shows: the deltas since the last `replace`. */
  const shown = (events: readonly SessionEvent[]): string =>
    events.reduce((text, event) => {
      if (event.type !== 'text') return text;
      return event.replace ? event.delta : text + event.delta;
    }, '');

  it('answers in turn 40 what was said in turn 3, within a bounded context', async () => {
    const requests: AnswerRequest[] = [];
    const desk = deskWith();
    const asked = desk.answerer;
    const answer = asked.answer.bind(asked);
    asked.answer = (request) => {
      requests.push(request);
      return answer(request);
    };
    const told = ['Hello!', 'When do you open?', 'My kettle is the K-200 with a blue handle.'];
    for (let turn = 1; turn <= 39; turn += 1) {
      await desk.ask(told[turn - 1] ?? `When do you open in week ${turn}? ${'I ask for a friend of mine. '.repeat(5)}`);
    }
    const { message, metadata } = responseOf(await desk.ask('Which kettle do I have?'));
    expect(message).toContain('My kettle is the K-200 with a blue handle.');
    expect(metadata).toMatchObject({ messageCount: 40, degraded: [] });
    const { history, summary = '', recollections = [] } = requests.at(-1)!;
    expect(summary).toContain('My kettle is the K-200');
    const characters = [...history.map(({ text }) => text), summary, ...recollections].join('').length;
    // Some 4,000 tokens: what is left to pages, files and the answer is the larger part of any model's context.
    expect(characters).toBeLessThan(16_000);
  });

  it('forgets what a customer told when they say so', async () => {
    const desk = deskWith();
    await desk.ask('My kettle is the K-200 with a blue handle.');
    const memories = new Memories(open());
    expect(await memories.list(sessionId, 'context')).toHaveLength(1);
    await memories.forget(sessionId);
    expect(responseOf(await desk.ask('Which kettle do I have?')).message).not.toContain('K-200');
    expect(await memories.list(sessionId)).toEqual([]);
  });

  it('brings in a person when it found nothing too often in a row, once, and says why', async () => {
    const desk = deskWith();
    const responses = [];
    for (const question of ['zyx wvut?', 'srqp onm?', 'lkjih gfe?', 'dcba zzz?', 'yyx xxw?', 'wwv vvu?', 'uut tts?']) {
      responses.push(responseOf(await desk.ask(question)));
    }
    const asked = [false, false, true, false, false, false, false];
    expect(responses.map(({ requiresEscalation }) => requiresEscalation)).toEqual(asked);
    expect(responses[2]).toMatchObject({
      message: expect.stringMatching(/ticket number is \d+/i),
      escalation: { reasons: ['repeated_failure'], explanation: [{ evidence: 'abstained_again' }] },
    });
  });

  it('only notes what it would have done in shadow mode', async () => {
    const desk = deskWith({ escalation: { ...POLICY, abstentionsInRow: 1, shadow: true } });
    const response = responseOf(await desk.ask('zyx wvut?'));
    expect(response).toMatchObject({
      requiresEscalation: false,
      metadata: { wouldEscalate: { reasons: ['repeated_failure'] } },
    });
    expect(desk.warnings).toEqual(['would_escalate']);
  });

  it('takes back what was told when it does not hold, and tells the rest once', async () => {
    const answerer = answererOf(() => [
      { type: 'text', delta: 'We open at ten.' },
      { type: 'replace' },
      { type: 'text', delta: 'We open ' },
      { type: 'text', delta: 'at nine [1].' },
      { type: 'done', answer: DRAFT },
    ]);
    const events = await deskWith({ answerer }).ask('When do you open?');
    expect(shown(events)).toBe(DRAFT.text);
    expect(responseOf(events)).toMatchObject({ message: DRAFT.text, metadata: { model: 'scripted' } });
  });

  it('says that it found nothing in place of an answer that was taken back, and hands over with the answer kept', async () => {
    const abstaining: DraftAnswer = { ...DRAFT, decision: 'abstain', text: 'I could not find this.' };
    const takenBack = answererOf(() => [
      { type: 'text', delta: 'We open at ten.' },
      { type: 'replace' },
      { type: 'done', answer: abstaining },
    ]);
    expect(shown(await deskWith({ answerer: takenBack }).ask('When do you open?'))).toBe('I could not find this.');
    const concerned = answererOf(() => [
      { type: 'text', delta: DRAFT.text },
      { type: 'done', answer: { ...DRAFT, concerns: ['complaint'] } },
    ]);
    const escalation = { ...POLICY, thresholds: { ...POLICY.thresholds, complaint: 0.5 } };
    const events = await deskWith({ answerer: concerned, escalation }).ask('When do you open?');
    const { message, requiresEscalation } = responseOf(events);
    expect(requiresEscalation).toBe(true);
    expect(message).toMatch(/^We open at nine \[1\]\.\n\n.*ticket/s);
    expect(shown(events)).toBe(message);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, n) => (events[0]?.seq ?? 0) + n));
  });

  const lookUpThat = (run: () => Promise<readonly CustomerRecord[]>): Tool<LookUpInput, readonly CustomerRecord[]> => ({
    ...{ name: 'look_up', description: 'Looks up.', run },
    settings: { timeoutMs: 100, attempts: 1 },
  });

  it.each([
    ['throws', () => Promise.reject(new TypeError('secret prose'))],
    ['hangs', () => new Promise<never>(() => undefined)],
    [
      'throws at once',
      () => {
        throw new Error('secret prose');
      },
    ],
  ])('answers although a tool %s, and says what was missing', async (_name, run) => {
    const desk = deskWith({ tools: { lookUp: lookUpThat(run) }, turnTimeoutMs: 2_000 });
    const response = responseOf(await desk.ask('When do you open?'));
    expect(response.message).toContain('We open at nine');
    expect(response.metadata.degraded).toEqual(['no-look-up']);
    expect(JSON.stringify(response)).not.toContain('secret prose');
  });

  it('asks the systems of the company with what it knows of the customer, and says what they say', async () => {
    const inputs: LookUpInput[] = [];
    const record = {
      tool: 'shop_order',
      title: 'Order 48213',
      fields: { status: 'sent' },
      text: 'Order 48213 was sent.',
    };
    const lookUp: Tool<LookUpInput, readonly CustomerRecord[]> = {
      ...{ name: 'look_up', description: 'Looks up.' },
      run: async (input) => {
        inputs.push(input);
        return input.facts.some(({ kind }) => kind === 'order_number') ? [record] : [];
      },
    };
    const desk = deskWith({ tools: { lookUp } });
    await desk.ask('My e-mail is ann@example.org');
    const response = responseOf(await desk.ask('Where is my order number 48213?'));
    expect(inputs.at(-1)?.facts).toEqual([
      { kind: 'order_number', value: '48213', said: 'now' },
      { kind: 'email', value: 'ann@example.org', said: 'before' },
    ]);
    expect(response.message).toContain('Order 48213 was sent.');
    expect(response.toolsUsed).toContain('look_up');
  });

  it('refuses a message that comes with a file of another session, and stores nothing of it', async () => {
    await expect(deskWith().ask('look at this', null, ['att_1'])).rejects.toMatchObject({
      code: 'validation_failed',
      problems: [{ field: 'attachmentIds' }],
    });
  });
});
