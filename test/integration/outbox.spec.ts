import { describe, expect, it } from '@jest/globals';
import { newId } from '../../src/common/ids.js';
import { type Database, openDatabase } from '../../src/database/database.js';
import { type Sql, type SqlStatement } from '../../src/database/sql.js';
import { onCleanUp } from '../support/clean-up.js';
import { createTestDatabase, describeOnEachDatabase } from '../support/databases.js';
import { webhookDesk } from '../support/webhook-desk.js';

const SECRET_TEXT = 'my card number is 4111';

const statement = (name: string, text: string): SqlStatement => ({ name: `test_outbox_${name}`, text });

const OPEN_TICKET = statement(
  'open_ticket',
  `INSERT INTO tickets (ticket_id, session_id, reasons, note, summary, created_at, updated_at)
   VALUES ($1, $2, '{customer_asked}', $3, $3, now(), now())`,
);
const CLAIM_TICKET = statement(
  'claim_ticket',
  `UPDATE tickets SET status = 'open', assignee_id = 'key_1', assignee_name = 'Ada', handoff_state = 'active', updated_at = now()
   WHERE ticket_id = $1`,
);
const NOTE_ON_TICKET = statement('note', `UPDATE tickets SET note = $2, updated_at = now() WHERE ticket_id = $1`);
const HAND_OFF = statement(
  'hand_off',
  `INSERT INTO ticket_events (ticket_event_id, ticket_id, session_id, state, actor_id, actor_name, created_at)
   VALUES ($1, $2, $3, $4, 'key_1', 'Ada', now())`,
);
const WRITE = statement(
  'write',
  `INSERT INTO messages (message_id, session_id, seq, role, content, created_at) VALUES ($1, $2, $3, 'human', 'hello', now())`,
);
const ROWS = statement(
  'rows',
  `SELECT endpoint_id AS "endpointId", event_id AS "eventId", type, session_id AS "sessionId", subject_id AS "subjectId", facts, status,
     to_jsonb(webhook_outbox)::text AS everything
   FROM webhook_outbox ORDER BY position`,
);
const EMPTY = statement('empty', `WITH gone AS (DELETE FROM webhook_endpoints) DELETE FROM webhook_outbox`);

interface Row {
  readonly endpointId: string;
  readonly eventId: string;
  readonly type: string;
  readonly sessionId: string;
  readonly subjectId: string;
  readonly facts: object;
  readonly status: string;
  readonly everything: string;
}

const rowsOf = (database: Database): Promise<Row[]> => database.query<Row>(ROWS);
const write = (sql: Sql, sessionId: string, seq: number): Promise<object[]> =>
  sql.query(WRITE, [`msg_${seq}`, sessionId, seq]);

/** Everything that makes an event, and some that does not. */
async function makeHistory(database: Database): Promise<{ sessionId: string; ticketId: string }> {
  const desk = webhookDesk(database);
  const sessionId = await desk.newSession();
  const ticketId = newId('tkt');
  await desk.say(sessionId, SECRET_TEXT);
  await database.query(OPEN_TICKET, [ticketId, sessionId, SECRET_TEXT]);
  await database.query(NOTE_ON_TICKET, [ticketId, SECRET_TEXT]);
  await database.transaction(async (sql) => {
    await sql.query(CLAIM_TICKET, [ticketId]);
    await sql.query(HAND_OFF, [newId('evt'), ticketId, sessionId, 'active']);
  });
  await desk.conversations.patch(sessionId, { metadata: { card: SECRET_TEXT } }, new Date());
  await desk.conversations.delete(sessionId, new Date());
  return { sessionId, ticketId };
}

describeOnEachDatabase('the outbox', (open) => {
  it('stays empty while there is no endpoint, or none that is enabled or wants it', async () => {
    const desk = webhookDesk(open());
    await makeHistory(open());
    const { endpointId } = await desk.newReceiver('*');
    await desk.endpoints.change(endpointId, { enabled: false });
    await desk.newReceiver('handoff.timed_out');
    await makeHistory(open());
    expect(await rowsOf(open())).toEqual([]);
  });

  it('gets each event in order, by ids and small facts, and nothing that was said', async () => {
    await open().query(EMPTY);
    const { endpointId } = await webhookDesk(open()).newReceiver('*');
    const { sessionId, ticketId } = await makeHistory(open());
    const rows = await rowsOf(open());
    const nobody = { handoffState: 'requested', assignee: null };
    const ada = { handoffState: 'active', assignee: { operatorId: 'key_1', name: 'Ada' } };
    expect(rows).toMatchObject([
      { type: 'session.created', subjectId: sessionId },
      { type: 'message.created', subjectId: expect.stringMatching(/^msg_/), facts: {} },
      {
        type: 'ticket.created',
        subjectId: ticketId,
        facts: { ticketId, status: 'new', priority: 'normal', ...nobody },
      },
      { type: 'handoff.requested', facts: { ticketId } },
      { type: 'ticket.updated', facts: { ticketId, status: 'open', changed: ['status', 'assignee'], ...ada } },
      { type: 'handoff.active', facts: { ticketId } },
      { type: 'session.deleted', subjectId: sessionId },
      { type: 'ticket.updated', facts: { status: 'closed', changed: ['status', 'assignee'] } },
    ]);
    expect(rows.every((row) => row.endpointId === endpointId && row.sessionId === sessionId)).toBe(true);
    expect(new Set(rows.map(({ eventId }) => eventId)).size).toBe(rows.length);
    expect(rows.map(({ everything }) => everything).join()).not.toContain('4111');
    expect(rows.map(({ status }) => status)).toEqual(['pending', ...Array<string>(7).fill('waiting')]);
  });

  it('gives every endpoint the events it wants, one event under one id, and sessions do not wait for each other', async () => {
    await open().query(EMPTY);
    const desk = webhookDesk(open());
    const { endpointId: all } = await desk.newReceiver('*');
    const { endpointId: some } = await desk.newReceiver('message.created', 'session.deleted');
    for (const sessionId of [await desk.newSession(), await desk.newSession()]) await desk.say(sessionId, 'hello');
    const rows = await rowsOf(open());
    const of = (endpointId: string): Row[] => rows.filter((row) => row.endpointId === endpointId);
    expect(of(all).map(({ type }) => type)).toEqual([
      'session.created',
      'session.created',
      'message.created',
      'message.created',
    ]);
    expect(of(some).map(({ type, status }) => [type, status])).toEqual(Array(2).fill(['message.created', 'pending']));
    expect(of(some).map(({ eventId }) => eventId)).toEqual(
      of(all)
        .slice(2)
        .map(({ eventId }) => eventId),
    );
  });

  it('gets nothing of a transaction that is rolled back', async () => {
    await open().query(EMPTY);
    const desk = webhookDesk(open());
    await desk.newReceiver('message.created');
    const sessionId = await desk.newSession();
    const failing = open().transaction(async (sql) => {
      await write(sql, sessionId, 1);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await rowsOf(open())).toEqual([]);
  });
});

describe('the outbox of a server', () => {
  it('orders a session by its commits, and holds no row while it waits for its turn', async () => {
    const { location } = await createTestDatabase('postgres');
    const database = await openDatabase(location);
    onCleanUp(() => database.close());
    const desk = webhookDesk(database);
    await desk.newReceiver('message.created', 'ticket.updated');
    const sessionId = await desk.newSession();
    const ticketId = newId('tkt');
    await database.query(OPEN_TICKET, [ticketId, sessionId, '']);

    const written = Promise.withResolvers<unknown>();
    const mayCommit = Promise.withResolvers<unknown>();
    const slow = database.transaction(async (sql) => {
      await write(sql, sessionId, 1);
      written.resolve(undefined);
      await mayCommit.promise;
      // A lock taken with the first write would be a deadlock with the other one, who holds the ticket, by now.
      await sql.query(NOTE_ON_TICKET, [ticketId, 'later']);
    });
    await written.promise;
    await database.transaction(async (sql) => {
      await sql.query(CLAIM_TICKET, [ticketId]);
      await write(sql, sessionId, 2);
      mayCommit.resolve(undefined);
    });
    await slow;
    expect((await rowsOf(database)).map(({ type, subjectId }) => [type, subjectId])).toEqual([
      ['ticket.updated', ticketId],
      ['message.created', 'msg_2'],
      ['message.created', 'msg_1'],
    ]);
  });
});
