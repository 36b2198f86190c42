import { beforeEach, expect, it } from '@jest/globals';
import { SystemClock } from '../../src/common/clock.js';
import { type TurnEvent } from '../../src/agent/turn/turn-event.js';
import { Conversations } from '../../src/conversation/conversations.js';
import { Messages } from '../../src/conversation/messages.js';
import { KnowledgeDocuments } from '../../src/knowledge/knowledge-documents.js';
import { newSessionId } from '../../src/session/session-id.js';
import { describeOnEachDatabase } from '../support/databases.js';
import { deskInstance } from '../support/desk-instance.js';

const clock = new SystemClock();

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

  const last = (events: TurnEvent[]): TurnEvent => events.at(-1)!;
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
    expect(desk.running.stop(sessionId)).toBe(true);
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
    const send = (message: string, onBusy: 'queue' | 'reject' | 'interrupt'): Promise<TurnEvent[]> =>
      Array.fromAsync(
        desk.agent.turn({ sessionId, message, attachmentIds: [], clientMessageId: null, onBusy, requestId: 'req_1' }),
      );
    const first = send('When do you open?', 'queue');
    await reached;
    await expect(send('Hello?', 'reject')).rejects.toMatchObject({ code: 'conversation_busy', retryable: true });
    const second = await send('Opening hours on weekdays?', 'interrupt');
    expect(last(await first)).toMatchObject({ type: 'error', error: { code: 'turn_stopped' } });
    expect(last(second)).toMatchObject({ type: 'complete', response: { metadata: { messageCount: 3 } } });
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

  it('cuts what still runs when the process ends, and takes nothing new', async () => {
    const desk = instance();
    const reached = desk.answerer.waitFor(new Promise(() => undefined));
    const cut = desk.ask('When do you open?', 'm-1');
    await reached;
    await desk.running.drain(20);
    expect(last(await cut)).toMatchObject({ type: 'error', error: { code: 'turn_stopped', retryable: true } });
    await expect(desk.ask('one more')).rejects.toMatchObject({ code: 'shutting_down', retryable: true });
  });
});
