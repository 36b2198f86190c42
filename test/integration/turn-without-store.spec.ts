import { type SessionEvent } from '@frontdesk/client';
import { beforeEach, expect, it } from '@jest/globals';
import { SystemClock } from '../../src/common/clock.js';
import { Conversations } from '../../src/conversation/conversations.js';
import { Messages } from '../../src/conversation/messages.js';
import { KnowledgeDocuments } from '../../src/knowledge/knowledge-documents.js';
import { newSessionId } from '../../src/session/session-id.js';
import { describeOnEachDatabase } from '../support/databases.js';
import { type DeskInstance, deskInstance } from '../support/desk-instance.js';

const clock = new SystemClock();

describeOnEachDatabase('a desk whose session store is away', (open) => {
  let sessionId: string;
  let desk: DeskInstance;

  beforeEach(async () => {
    sessionId = newSessionId();
    const conversation = {
      sessionId,
      threadId: 'thr_1',
      userId: 'u-1',
      userVerified: false,
      metadata: { plan: 'pro' },
    };
    await new Conversations(open()).create({ ...conversation, at: clock.date() });
    await new KnowledgeDocuments(open(), clock).add({ title: 'Opening hours', text: 'We open at nine on weekdays.' });
    desk = deskInstance(open(), { sessionId: () => sessionId });
    // What the test before left to tell.
    await desk.reprojection.run();
  });

  const last = (events: SessionEvent[]): SessionEvent => events.at(-1)!;
  const seqs = (...turns: SessionEvent[][]): number[] => turns.flat().map(({ seq }) => seq);
  const upTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n + 1);

  it('answers from the record, says so, and numbers messages and events on', async () => {
    const before = await desk.ask('When do you open?');
    expect(last(before)).toMatchObject({ response: { metadata: { degraded: [], messageCount: 1 } } });
    desk.outage.away = true;
    const during = await desk.ask('And when do you open on weekdays?');
    expect(last(during)).toMatchObject({
      type: 'complete',
      response: { message: expect.stringContaining('nine'), metadata: { degraded: ['no-redis'], messageCount: 2 } },
    });
    desk.outage.away = false;
    const after = await desk.ask('thanks');
    expect(last(after)).toMatchObject({ response: { metadata: { degraded: [], messageCount: 3 } } });
    expect(seqs(before, during, after)).toEqual(upTo(before.length + during.length + after.length));
    const messages = await new Messages(open()).list(sessionId, 0, 50);
    expect(messages.map(({ seq }) => seq)).toEqual(upTo(6));
    expect(desk.warnings).toEqual([]);
  });

  it('answers a message once, however often it comes', async () => {
    desk.outage.away = true;
    const first = last(await desk.ask('When do you open?', 'm-1'));
    const again = last(await desk.ask('When do you open?', 'm-1'));
    if (first.type !== 'complete' || again.type !== 'complete') throw new Error('not complete');
    expect(again.response).toEqual(first.response);
    expect(await new Messages(open()).list(sessionId, 0, 50)).toHaveLength(2);
  });

  it('takes messages of one session one after the other', async () => {
    desk.outage.away = true;
    const turns = await Promise.all(upTo(10).map((n) => desk.ask(`When do you open? ${n}`, `m-${n}`)));
    expect(turns.map((events) => last(events).type)).toEqual(upTo(10).map(() => 'complete'));
    expect(await new Messages(open()).list(sessionId, 0, 50)).toHaveLength(20);
  });

  it('tells the store when it is back, once, and after that of nothing', async () => {
    await desk.ask('hello');
    desk.outage.away = true;
    await desk.ask('When do you open?');
    await desk.ask('I want to talk to a human');
    await expect(desk.reprojection.run()).rejects.toMatchObject({ code: 'store_unavailable' });
    desk.outage.away = false;
    expect(await desk.sessions.get(sessionId)).toMatchObject({ session: { messageCount: 1, escalated: false } });
    expect(await desk.reprojection.run()).toBe(1);
    expect(await desk.sessions.get(sessionId)).toMatchObject({
      session: { messageCount: 3, escalated: true },
    });
    expect(await desk.reprojection.run()).toBe(0);
  });

  it('tells the store of a turn during which it went away', async () => {
    await desk.ask('hello');
    const gate = Promise.withResolvers<undefined>();
    const reached = desk.answerer.waitFor(gate.promise);
    const running = desk.ask('When do you open?');
    await reached;
    desk.outage.away = true;
    gate.resolve(undefined);
    expect(last(await running)).toMatchObject({ type: 'complete' });
    desk.outage.away = false;
    expect(await desk.sessions.get(sessionId)).toMatchObject({ session: { messageCount: 1 } });
    // The lease could not be given back at once; until it is, its session is left alone.
    expect(await desk.reprojection.run()).toBe(0);
    await (await desk.leases.hold(sessionId, { onBusy: 'queue', waitMs: 5000 })).release();
    expect(await desk.reprojection.run()).toBe(1);
    expect(await desk.sessions.get(sessionId)).toMatchObject({ session: { messageCount: 2 } });
  });

  it('deletes what was deleted meanwhile, and leaves alone what the store has lost', async () => {
    await desk.ask('hello');
    desk.outage.away = true;
    await desk.ask('hello again');
    await desk.conversations.delete(sessionId, clock.date());
    desk.outage.away = false;
    expect(await desk.reprojection.run()).toBe(1);
    expect(await desk.sessions.get(sessionId)).toEqual({ status: 'not_found', deleted: true });

    sessionId = newSessionId();
    await desk.conversations.create({
      ...{ sessionId, threadId: 'thr_2', userId: null, userVerified: false, metadata: {} },
      at: clock.date(),
    });
    desk.outage.away = true;
    await desk.ask('hello');
    desk.outage.away = false;
    expect(await desk.reprojection.run()).toBe(1);
    expect(await desk.sessions.exists(sessionId)).toBe(false);
    expect(last(await desk.ask('hello'))).toMatchObject({ response: { metadata: { resumed: true, messageCount: 2 } } });
  });

  it('shows the session as it is on record', async () => {
    await desk.ask('hello');
    desk.outage.away = true;
    await desk.ask('hello again');
    const { session, degraded, resumed } = await desk.liveSessions.open(sessionId);
    expect({ degraded, resumed }).toEqual({ degraded: true, resumed: false });
    expect(session).toMatchObject({ userId: 'u-1', metadata: { plan: 'pro' }, messageCount: 2, version: 0 });
    await expect(desk.liveSessions.open(newSessionId())).rejects.toMatchObject({ code: 'not_found' });
    await desk.conversations.delete(sessionId, clock.date());
    await expect(desk.liveSessions.open(sessionId)).rejects.toMatchObject({ code: 'gone' });
    await expect(desk.ask('still there?')).rejects.toMatchObject({ code: 'gone' });
  });
});
