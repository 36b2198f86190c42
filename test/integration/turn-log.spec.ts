import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, expect, it } from '@jest/globals';
import { newId } from '../../src/common/ids.js';
import { TICKET_NUMBER } from '../../src/common/ticket-number.js';
import { type NewTicket } from '../../src/conversation/commit-turn.js';
import { Conversations } from '../../src/conversation/conversations.js';
import { Memories } from '../../src/conversation/memories.js';
import { Messages } from '../../src/conversation/messages.js';
import { Tickets } from '../../src/conversation/tickets.js';
import { TurnLog } from '../../src/conversation/turn-log.js';
import { UnansweredQuestions } from '../../src/conversation/unanswered-questions.js';
import { type Database } from '../../src/database/database.js';
import { describeOnEachDatabase } from '../support/databases.js';
import { fact, type TurnRecorder, turnRecorder } from '../support/turn-recorder.js';
import { RESULT } from '../support/turn-result.js';

const TICKET: Omit<NewTicket, 'ticketId'> = {
  reasons: ['human_request'],
  explanation: [{ reason: 'human_request', confidence: 1, evidence: 'asks_for_person' }],
  priority: 'normal',
  summary: null,
  facts: [],
};

describeOnEachDatabase('TurnLog', (open) => {
  let database: Database;
  let turns: TurnLog;
  let messages: Messages;
  let conversations: Conversations;
  let sessionId: string;
  const at = new Date('2026-01-02T03:04:05Z');

  beforeEach(async () => {
    database = open();
    turns = new TurnLog(database);
    messages = new Messages(database);
    conversations = new Conversations(database);
    sessionId = newId('thr');
    await create(sessionId);
  });

  const create = (id: string): Promise<boolean> =>
    conversations.create({ sessionId: id, threadId: 'thr_1', userId: null, userVerified: false, metadata: {}, at });

  const recorder = (): TurnRecorder => turnRecorder(database, sessionId, at);
  const begin: TurnRecorder['begin'] = (...sent) => recorder().begin(...sent);
  const begun: TurnRecorder['begun'] = (...sent) => recorder().begun(...sent);
  const commit: TurnRecorder['commit'] = (...ended) => recorder().commit(...ended);

  it('numbers messages without gaps and hands the next turn its history and facts', async () => {
    const first = await begun('first');
    expect(first).toMatchObject({ epoch: 1, messageSeq: 1, messageCount: 1, history: [], facts: [], lastEventSeq: 0 });
    await commit(first, { memories: [fact('email', 'a@b.example')] });
    const second = await begun('second');
    expect(second).toMatchObject({
      epoch: 2,
      messageSeq: 3,
      messageCount: 2,
      lastEventSeq: 4,
      facts: [{ kind: 'email', value: 'a@b.example' }],
      history: [
        { role: 'customer', text: 'first' },
        { role: 'agent', text: 'the reply' },
      ],
    });
    await commit(second);
    expect((await messages.list(sessionId, 0, 10)).map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
  });

  it('refuses the commit of an older epoch and writes nothing of it', async () => {
    const stale = await begun('first');
    const fresh = await begun('second');
    const ticket = { ...TICKET, ticketId: newId('tkt') };
    const memories = [fact('email', 'late@b.example')];
    expect(await commit(stale, { ticket, memories, decision: 'escalate' })).toBeUndefined();
    expect(await new Memories(database).list(sessionId)).toEqual([]);
    expect((await conversations.find(sessionId))?.escalated).toBe(false);
    expect(await commit(fresh)).toMatchObject({ reply: 'the reply' });
    expect((await messages.list(sessionId, 0, 10)).map(({ message }) => message)).toEqual([
      'first',
      'second',
      'the reply',
    ]);
  });

  it('answers a repeated client message id with the stored turn and stores nothing', async () => {
    const committed = await commit(await begun('hello', 'id-1'));
    const again = await begin('hello', 'id-1');
    expect(again).toMatchObject({ status: 'answered', turn: { ...committed, firstEventSeq: 1, lastEventSeq: 4 } });
    expect(await begin('other words', 'id-1')).toEqual({ status: 'body_differs' });
    expect(await messages.list(sessionId, 0, 10)).toHaveLength(2);
    expect((await conversations.find(sessionId))?.messageCount).toBe(1);
  });

  it('continues a message whose turn never ended, without storing it again', async () => {
    await begun('hello', 'id-1');
    const second = await begun('hello', 'id-1');
    expect(second).toMatchObject({ epoch: 2, messageSeq: 1, messageCount: 1, history: [] });
    await commit(second);
    expect((await messages.list(sessionId, 0, 10)).map(({ seq, message }) => [seq, message])).toEqual([
      [1, 'hello'],
      [2, 'the reply'],
    ]);
  });

  it('stores a client message id once when two processes send it at the same instant', async () => {
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => begin('hello', 'id-1')));
    expect(outcomes.every(({ status }) => status === 'begun')).toBe(true);
    expect(await messages.list(sessionId, 0, 10)).toHaveLength(1);
    expect((await conversations.find(sessionId))?.messageCount).toBe(1);
  });

  it('keeps seq gapless and the count exact when turns begin side by side', async () => {
    await Promise.all(Array.from({ length: 30 }, (_, n) => begin(`message ${n}`)));
    const stored = await messages.list(sessionId, 0, 100);
    expect(stored.map(({ seq }) => seq)).toEqual(Array.from({ length: 30 }, (_, n) => n + 1));
    expect(await conversations.find(sessionId)).toMatchObject({ messageCount: 30 });
  });

  it('opens one ticket, puts its number into the reply, and keeps the open one', async () => {
    const reasons = ['human_request'] as const;
    const escalate = async (): Promise<{ reply: string; ticketId: string | null } | undefined> =>
      commit(await begun('a person please'), {
        decision: 'escalate',
        reply: `ticket ${TICKET_NUMBER}`,
        ticket: { ...TICKET, ticketId: newId('tkt') },
      });
    const first = await escalate();
    const second = await escalate();
    expect(first?.reply).toMatch(/^ticket \d{4,}$/);
    expect(second).toMatchObject({ ticketId: first?.ticketId, reply: first?.reply });
    const open = await new Tickets(database).open({ sessionId, ticketId: newId('tkt'), reasons, note: 'call me', at });
    expect(open).toMatchObject({ ticketId: first?.ticketId, status: 'new', note: 'call me' });
    expect(await conversations.find(sessionId)).toMatchObject({ escalated: true });
  });

  it('leaves an answer that is no escalation as it is, whatever it quotes', async () => {
    const committed = await commit(await begun('hello'), { reply: `quoted ${TICKET_NUMBER}` });
    expect(committed?.reply).toBe(`quoted ${TICKET_NUMBER}`);
  });

  it('marks a turn that failed, and lets its message be tried again', async () => {
    const failed = await begun('hello', 'id-1');
    await turns.end({
      ...{ sessionId, turnId: failed.turnId, status: 'failed', errorCode: 'internal' },
      ...{ firstEventSeq: 5, lastEventSeq: 7, at },
    });
    const retry = await begun('hello', 'id-1');
    expect(retry).toMatchObject({ messageSeq: 1, messageCount: 1, lastEventSeq: 7 });
  });

  it('records no end of a turn that another one has superseded, and says so', async () => {
    const [stale, fresh] = [await begun('first', 'id-1'), await begun('first', 'id-1')];
    const end = ({ turnId }: { turnId: string }, lastEventSeq: number): Promise<boolean> =>
      turns.end({ sessionId, turnId, status: 'failed', errorCode: 'lease_lost', firstEventSeq: 1, lastEventSeq, at });
    expect(await end(stale, 9)).toBe(false);
    expect(await turns.lastEventSeq(sessionId)).toBe(0);
    expect(await end(fresh, 3)).toBe(true);
    expect(await end(fresh, 4)).toBe(false);
    expect(await turns.lastEventSeq(sessionId)).toBe(3);
  });

  it('lets no turn begin or commit in a conversation that was deleted, that a person has, or that is not there', async () => {
    const turn = await begun('hello');
    await database.query(
      { name: 'test_takeover', text: `UPDATE conversations SET handler = 'human' WHERE session_id = $1` },
      [sessionId],
    );
    expect(await begin('second', 'id-2')).toMatchObject({
      status: 'with_human',
      heard: { asked: { seq: 2, message: 'second', clientMessageId: 'id-2' }, messageCount: 2, eventSeq: 1 },
    });
    expect(await begin('second', 'id-2')).toMatchObject({
      heard: { asked: { seq: 2 }, messageCount: 2, eventSeq: null },
    });
    expect(await commit(turn)).toBeUndefined();
    expect(await conversations.delete(sessionId, at)).toBe(true);
    expect(await conversations.delete(sessionId, at)).toBe(false);
    expect(await begin('third')).toEqual({ status: 'deleted' });
    expect(await messages.list(sessionId, 0, 10)).toEqual([]);
    expect(await create(sessionId)).toBe(false);
    sessionId = 'nobody';
    expect(await begin('fourth')).toEqual({ status: 'not_found' });
  });

  it('groups the questions nobody could answer by their words', async () => {
    for (const question of ['Do you sell boats?', 'do you sell BOATS', 'Where is the moon?']) {
      await commit(await begun(question), { decision: 'abstain' });
    }
    const unanswered = await new UnansweredQuestions(database).list(10);
    expect(unanswered.map(({ question, count }) => [question, count])).toEqual(
      expect.arrayContaining([
        [expect.stringMatching(/boats/i), 2],
        ['Where is the moon?', 1],
      ]),
    );
  });

  it('takes metadata per key, and null away', async () => {
    await conversations.patch(sessionId, { metadata: { a: 1, b: { c: null } } }, at);
    await conversations.patch(sessionId, { metadata: { a: null, d: 2 }, userId: 'u1' }, at);
    expect(await conversations.find(sessionId)).toMatchObject({ metadata: { b: { c: null }, d: 2 }, userId: 'u1' });
  });

  it('keeps one opinion on a reply', async () => {
    const committed = await commit(await begun('hello'));
    const opinion = { reason: null, comment: null };
    const rate = (id: string, rating: 'like' | 'dislike') => messages.rate(sessionId, id, { rating, ...opinion }, at);
    expect(await rate(committed?.replyMessageId ?? '', 'like')).toBe(true);
    expect(await rate(committed?.replyMessageId ?? '', 'dislike')).toBe(true);
    expect(await rate('msg_unknown', 'like')).toBe(false);
    const rows = await database.query(
      { name: 'test_feedback', text: `SELECT rating FROM feedback WHERE session_id = $1` },
      [sessionId],
    );
    expect(rows).toEqual([{ rating: 'dislike' }]);
  });

  it('adds to an open ticket what is new, and only raises its priority', async () => {
    const escalate = async (ticket: Partial<NewTicket>) =>
      commit(await begun('a person please'), {
        decision: 'escalate',
        ticket: { ...TICKET, ticketId: newId('tkt'), ...ticket },
      });
    await escalate({ priority: 'high', summary: 'first', facts: [{ kind: 'email', value: 'a@b.example' }] });
    await escalate({ priority: 'low', reasons: ['complaint', 'human_request'] });
    const reasons = ['legal'] as const;
    const open = await new Tickets(database).open({ sessionId, ticketId: newId('tkt'), reasons, note: null, at });
    expect(open).toMatchObject({ priority: 'high', reasons: ['human_request', 'complaint', 'legal'] });
    const kept = { name: 'ticket_kept', text: 'SELECT summary, facts FROM tickets WHERE session_id = $1' };
    expect(await database.query(kept, [sessionId])).toEqual([
      { summary: 'first', facts: [{ kind: 'email', value: 'a@b.example' }] },
    ]);
  });

  it('stores nothing of a message that comes with a file which its session does not have', async () => {
    expect(await begin('look at this', null, ['att_unknown'])).toEqual({ status: 'unknown_attachment' });
    expect(await messages.list(sessionId, 0, 10)).toEqual([]);
  });

  it('leaves nothing of a turn that commits while its conversation is being deleted', async () => {
    const turn = await begun('hello');
    const committing = Promise.withResolvers<undefined>();
    const committed = database.transaction(async (sql) => {
      const { epoch, messageCount, messageId, turnId } = turn;
      await new TurnLog(sql).commit({
        ...{ sessionId, turnId, epoch, messageCount, customerMessageId: messageId, replyMessageId: newId('msg') },
        ...{ reply: 'late', citations: [], decision: 'answer', result: RESULT, memories: [], summary: null },
        ...{ ticket: { ...TICKET, ticketId: newId('tkt'), summary: 'late' }, lastEventSeq: 4, unprojected: false, at },
        ...{ pendingMessageIds: [], firstEventSeq: 1 },
      });
      committing.resolve(undefined);
      await sleep(150);
    });
    await committing.promise;
    await Promise.all([committed, conversations.delete(sessionId, at)]);
    expect(await messages.list(sessionId, 0, 10)).toEqual([]);
    const tickets = { name: 'tickets_left', text: 'SELECT status, summary FROM tickets WHERE session_id = $1' };
    expect(await database.query(tickets, [sessionId])).toEqual([{ status: 'closed', summary: null }]);
  });
});
