import { type SessionEvent } from '@frontdesk/client';
import { beforeEach, expect, it } from '@jest/globals';
import { newId } from '../../src/common/ids.js';
import { Conversations } from '../../src/conversation/conversations.js';
import { EventArchive } from '../../src/conversation/event-archive.js';
import { Tickets } from '../../src/conversation/tickets.js';
import { TurnLog } from '../../src/conversation/turn-log.js';
import { type SqlStatement } from '../../src/database/sql.js';
import { newSessionId } from '../../src/session/session-id.js';
import { describeOnEachDatabase } from '../support/databases.js';
import { turnRecorder, type TurnRecorder } from '../support/turn-recorder.js';

const at = new Date('2026-01-01T12:00:00Z');

const TAKE: SqlStatement = {
  name: 'test_take',
  text: `UPDATE conversations SET handler = $2 WHERE session_id = $1`,
};
const TELL: SqlStatement = {
  name: 'test_tell_ticket',
  text: `UPDATE ticket_events SET event_seq = $2 WHERE session_id = $1 RETURNING ticket_event_id AS id`,
};

describeOnEachDatabase('EventArchive', (open) => {
  let sessionId: string;
  let recorder: TurnRecorder;
  let archive: EventArchive;

  beforeEach(async () => {
    sessionId = newSessionId();
    const conversation = { sessionId, threadId: 'thr_1', userId: null, userVerified: false, metadata: {}, at };
    await new Conversations(open()).create(conversation);
    recorder = turnRecorder(open(), sessionId, at);
    archive = new EventArchive(open());
  });

  const brief = (events: readonly SessionEvent[]): unknown[] =>
    events.map((event) => [event.fromSeq ?? event.seq, event.seq, event.type]);
  const answer = async (message: string, firstEventSeq: number, lastEventSeq: number): Promise<void> => {
    await recorder.commit(await recorder.begun(message), { firstEventSeq, lastEventSeq, reply: `re: ${message}` });
  };

  it('tells turns, what people and customers said to each other, and handoffs, in order and without a gap', async () => {
    await answer('first', 1, 6);
    const ticket = await new Tickets(open()).open({
      ...{ sessionId, ticketId: newId('tkt'), reasons: ['human_request'], note: null, at },
    });
    const [told] = await open().query<{ id: string }>(TELL, [sessionId, 7]);
    await open().query(TAKE, [sessionId, 'human']);
    await archive.renumber(sessionId, { kind: 'handoff', id: told!.id }, 9);
    await recorder.begin('is anybody there?', 'c-1');
    const { events, lastSeq, more } = await archive.after(sessionId, 0, 10);
    expect(brief(events)).toEqual([
      [1, 1, 'start'],
      [2, 5, 'text'],
      [6, 6, 'complete'],
      [7, 9, 'handoff.updated'],
      [10, 10, 'message.created'],
    ]);
    expect({ lastSeq, more }).toEqual({ lastSeq: 10, more: false });
    expect(events[0]).toMatchObject({ messages: [{ message: 'first', role: 'customer', seq: 1 }], messageSeq: 1 });
    expect(events[2]).toMatchObject({ response: { message: 're: first', handledBy: 'agent' } });
    expect(events[3]).toMatchObject({ handoff: { state: 'requested', ticketId: ticket!.ticketId, agentName: null } });
    expect(events[4]).toMatchObject({
      message: { message: 'is anybody there?', clientMessageId: 'c-1', role: 'customer', seq: 3 },
    });
    expect(await archive.after(sessionId, 10, 10)).toEqual({ events: [], lastSeq: 10, more: false });
  });

  it('covers the numbers of turns that left none, and tells why a turn failed', async () => {
    const lost = await recorder.begun('lost', 'c-1');
    await answer('next', 4, 8);
    const failed = await recorder.begun('failing');
    await new TurnLog(open()).end({
      ...{ sessionId, turnId: failed.turnId, status: 'failed', errorCode: 'turn_failed', at },
      ...{ firstEventSeq: 9, lastEventSeq: 11 },
    });
    expect(lost.messageSeq).toBe(1);
    const { events } = await archive.after(sessionId, 0, 10);
    expect(brief(events)).toEqual([
      [1, 4, 'start'],
      [5, 7, 'text'],
      [8, 8, 'complete'],
      [9, 10, 'start'],
      [11, 11, 'error'],
    ]);
  });

  it('stops at the limit and says so, and knows nothing of a conversation that was deleted', async () => {
    for (const n of [0, 1, 2]) await answer(`question ${n}`, 4 * n + 1, 4 * n + 4);
    const some = await archive.after(sessionId, 0, 2);
    expect(some).toMatchObject({ more: true, lastSeq: 12 });
    expect(some.events.at(-1)).toMatchObject({ type: 'complete', seq: 8 });
    await new Conversations(open()).delete(sessionId, at);
    expect(await archive.after(sessionId, 0, 2)).toEqual({ events: [], lastSeq: 0, more: false });
  });
});
