import { type SessionEvent } from '@frontdesk/client';
import { beforeEach, expect, it } from '@jest/globals';
import { SystemClock } from '../../src/common/clock.js';
import { Conversations } from '../../src/conversation/conversations.js';
import { Messages } from '../../src/conversation/messages.js';
import { KnowledgeDocuments } from '../../src/knowledge/knowledge-documents.js';
import { newSessionId } from '../../src/session/session-id.js';
import { describeOnEachDatabase } from '../support/databases.js';
import { deskInstance } from '../support/desk-instance.js';

const clock = new SystemClock();
const TAKE = `UPDATE conversations SET handler = 'human', epoch = epoch + 1 WHERE session_id = $1`;

describeOnEachDatabase('a turn whose surroundings fail', (open) => {
  let sessionId: string;
  let messages: Messages;
  const down = new Set<string>();

  const instance = () => deskInstance(open(), { sessionId: () => sessionId, down });

  beforeEach(async () => {
    down.clear();
    sessionId = newSessionId();
    messages = new Messages(open());
    const conversation = { sessionId, threadId: 'thr_1', userId: null, userVerified: false, metadata: {} };
    await new Conversations(open()).create({ ...conversation, at: clock.date() });
    await new KnowledgeDocuments(open(), clock).add({ title: 'Opening hours', text: 'We open at nine on weekdays.' });
  });

  const last = (events: SessionEvent[]): SessionEvent => events.at(-1)!;
  const said = async (): Promise<string[]> =>
    (await messages.list(sessionId, 0, 50)).map(({ seq, role, message }) => `${seq} ${role} ${message.slice(0, 12)}`);

  it('answers degraded when the search fails, and takes a yes to a person', async () => {
    const desk = instance();
    desk.knowledge.next('fail');
    const events = await desk.ask('When do you open?');
    expect(last(events)).toMatchObject({
      type: 'complete',
      response: { sources: [], metadata: { degraded: ['no-knowledge'] }, message: expect.stringContaining('person?') },
    });
    expect(last(await desk.ask('yes'))).toMatchObject({ response: { requiresEscalation: true } });
  });

  it('is refused its commit when another instance went on, and its message can be sent again', async () => {
    const [slow, fast] = [instance(), instance()];
    const gate = Promise.withResolvers<undefined>();
    const reached = slow.answerer.waitFor(gate.promise);
    const outrun = slow.ask('When do you open?', 'm-1');
    await reached;
    expect(last(await fast.ask('Opening hours please', 'm-2'))).toMatchObject({ type: 'complete' });
    gate.resolve(undefined);
    expect(last(await outrun)).toMatchObject({ type: 'error', error: { code: 'conversation_busy', retryable: true } });
    expect(await said()).toHaveLength(3);
    expect(last(await slow.ask('When do you open?', 'm-1'))).toMatchObject({ type: 'complete' });
    expect((await said()).map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
      ...['1 customer', '2 customer', '3 agent', '4 agent'],
    ]);
  });

  it('ends with an error when it is stopped, numbered like any event, and starts again on demand', async () => {
    const desk = instance();
    const reached = desk.answerer.waitFor(new Promise(() => undefined));
    const stopped = desk.ask('When do you open?', 'm-1');
    await reached;
    expect(await desk.agent.stop(sessionId)).toBe(true);
    const events = await stopped;
    expect(last(events)).toMatchObject({ type: 'error', error: { code: 'turn_stopped' } });
    const again = await desk.ask('When do you open?', 'm-1');
    expect(last(again)).toMatchObject({ type: 'complete', response: { metadata: { messageCount: 1 } } });
    expect([...events, ...again].map(({ seq }) => seq)).toEqual([...events, ...again].map((_, n) => n + 1));
    expect(await said()).toHaveLength(2);
  });

  it.each(['turn_commit', 'turn_begin'])(
    'says so when the database is out of reach at %s, and loses nothing',
    async (name) => {
      const desk = instance();
      down.add(name);
      const unavailable = { code: 'database_unavailable', retryable: true };
      const failed = desk.ask('When do you open?', 'm-1');
      if (name === 'turn_begin') await expect(failed).rejects.toMatchObject(unavailable);
      else expect(last(await failed)).toMatchObject({ type: 'error', error: unavailable });
      down.clear();
      expect(last(await desk.ask('When do you open?', 'm-1'))).toMatchObject({
        response: { metadata: { messageCount: 1 } },
      });
      expect(await said()).toHaveLength(2);
    },
  );

  it('keeps an answer that is safe in the record although the session store refuses to show it', async () => {
    const desk = instance();
    await desk.ask('hello');
    const gate = Promise.withResolvers<undefined>();
    const reached = desk.answerer.waitFor(gate.promise);
    const running = desk.ask('When do you open?');
    await reached;
    const taken = await desk.sessions.setTtl(sessionId, 1);
    expect(taken.status).toBe('applied');
    await new Promise((resolve) => setTimeout(resolve, 5));
    gate.resolve(undefined);
    expect(last(await running)).toMatchObject({ type: 'complete' });
    expect(desk.warnings).toEqual([expect.stringMatching(/^projection_/)]);
    expect(last(await desk.ask('thanks'))).toMatchObject({
      response: { metadata: { resumed: true, messageCount: 3 } },
    });
  });

  it('is stopped by a message that interrupts, and refuses one that will not wait', async () => {
    const desk = instance();
    await desk.ask('hello');
    const reached = desk.answerer.waitFor(new Promise(() => undefined));
    const send = (message: string, onBusy: 'queue' | 'reject' | 'interrupt'): Promise<SessionEvent[]> =>
      Array.fromAsync(
        desk.agent.turn({ sessionId, message, attachmentIds: [], clientMessageId: null, onBusy, requestId: 'req_1' }),
      );
    const first = send('When do you open?', 'queue');
    await reached;
    await expect(send('Hello?', 'reject')).rejects.toMatchObject({ code: 'conversation_busy', retryable: true });
    const second = await send('Opening hours on weekdays?', 'interrupt');
    expect(last(await first)).toMatchObject({ type: 'error', error: { code: 'turn_interrupted', retryable: true } });
    expect(last(second)).toMatchObject({ type: 'complete', response: { metadata: { messageCount: 3 } } });
    expect(second[0]).toMatchObject({
      type: 'start',
      messages: [{ message: 'When do you open?' }, { message: 'Opening hours on weekdays?' }],
    });
  });

  it('answers a burst of short messages once, whichever of them is asked for', async () => {
    const desk = instance();
    await desk.ask('hello');
    const reached = desk.answerer.waitFor(new Promise(() => undefined));
    const send = (message: string, clientMessageId: string): Promise<SessionEvent[]> =>
      Array.fromAsync(
        desk.agent.turn({
          ...{ sessionId, message, attachmentIds: [], clientMessageId },
          ...{ onBusy: 'interrupt', requestId: 'req_1' },
        }),
      );
    const first = send('When do', 'm-1');
    await reached;
    const rest = ['you open', 'on weekdays', 'please?'].map((message, n) => send(message, `m-${n + 2}`));
    const ends = [await first, ...(await Promise.all(rest))].map(last);
    expect(ends.map((event) => (event.type === 'error' ? event.error.code : event.type))).toEqual([
      ...['turn_interrupted', 'turn_interrupted', 'turn_interrupted', 'complete'],
    ]);
    expect(await said()).toHaveLength(2 + 4 + 1);
    const answers = [await send('When do', 'm-1'), await send('please?', 'm-4')].map(last);
    expect(answers[0]).toMatchObject({ type: 'complete', response: { message: expect.stringContaining('nine') } });
    expect(answers[0]).toEqual(answers[1]);
    expect(await said()).toHaveLength(7);
  });

  it('keeps what a customer says while a person answers, tells everybody, and says that nobody else will answer', async () => {
    const desk = instance();
    await desk.ask('hello');
    await open().query({ name: 'test_claim', text: TAKE }, [sessionId]);
    const told = await desk.ask('Are you there?', 'm-1');
    expect(told).toMatchObject([{ type: 'message.created', message: { message: 'Are you there?', role: 'customer' } }]);
    const request = { sessionId, message: 'Are you there?', attachmentIds: [], clientMessageId: 'm-1' };
    const again = await desk.agent.answer({ ...request, onBusy: 'queue', requestId: 'req_1' });
    expect(again).toMatchObject({ handledBy: 'human', message: '', metadata: { messageCount: 2 } });
    expect(await said()).toHaveLength(3);
  });

  it('ends at once when a person takes over, and says so', async () => {
    const desk = instance();
    const reached = desk.answerer.waitFor(new Promise(() => undefined));
    const running = desk.ask('When do you open?', 'm-1');
    await reached;
    await open().query({ name: 'test_claim', text: TAKE }, [sessionId]);
    desk.running.cut(sessionId, 'taken_over');
    expect(last(await running)).toMatchObject({ error: { code: 'taken_over_by_human', retryable: false } });
    expect(await said()).toHaveLength(1);
  });

  it('is refused its commit by a claim that nobody told it of', async () => {
    const desk = instance();
    const gate = Promise.withResolvers<undefined>();
    const reached = desk.answerer.waitFor(gate.promise);
    const running = desk.ask('When do you open?', 'm-1');
    await reached;
    await open().query({ name: 'test_claim', text: TAKE }, [sessionId]);
    gate.resolve(undefined);
    expect(last(await running)).toMatchObject({ error: { code: 'taken_over_by_human' } });
    expect(await said()).toHaveLength(1);
  });

  it('ends with an error and tells the operator when something breaks that should not', async () => {
    const desk = instance();
    const broken = Promise.reject(new RangeError('broken'));
    void desk.answerer.waitFor(broken);
    const failed = await desk.ask('When do you open?', 'm-1');
    expect(last(failed)).toMatchObject({ type: 'error', error: { code: 'turn_failed', retryable: true } });
    expect(desk.warnings).toEqual(['turn_failed']);
    expect(last(await desk.ask('When do you open?', 'm-1'))).toMatchObject({ type: 'complete' });
    expect(await said()).toHaveLength(2);
  });

  it('leaves what still runs when the process ends to another one, and takes nothing new', async () => {
    const desk = instance();
    const reached = desk.answerer.waitFor(new Promise(() => undefined));
    const cut = desk.ask('When do you open?', 'm-1');
    await reached;
    await desk.running.drain(20);
    // No end is told: whoever takes the message over tells it.
    expect((await cut).map(({ type }) => type)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/complete|error/)]),
    );
    await expect(desk.ask('one more')).rejects.toMatchObject({ code: 'shutting_down', retryable: true });
    expect(last(await instance().ask('When do you open?', 'm-1'))).toMatchObject({ type: 'complete' });
    expect(await said()).toHaveLength(2);
  });
});
