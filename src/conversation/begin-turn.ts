import { type Sql, type SqlStatement } from '../database/sql.js';
import {
  type CompletedTurn,
  type EventRange,
  type HistoryMessage,
  type Recollection,
  type RememberedFact,
} from './turn-record.js';

/** What it takes to open a turn. */
export interface BeginTurn {
  readonly sessionId: string;
  readonly turnId: string;
  readonly messageId: string;
  readonly message: string;
  /** The caller's own id of the message: the same id is the same message, however often it is sent. */
  readonly clientMessageId: string | null;
  /** Digest of everything the caller sent under that id. */
  readonly bodyHash: string;
  /** Files of the session that came with the message. */
  readonly attachmentIds: readonly string[];
  /** A stored message whose turn was lost is taken up again; null: a message that somebody sends now. */
  readonly resumes: string | null;
  /** The caller acknowledges the message before its turn is committed, so this waits for the disk. */
  readonly durable: boolean;
  /** How long a memory takes to lose half of its importance, ms. */
  readonly memoryHalfLifeMs: number;
  readonly at: Date;
}

/** A customer's message that a turn answers. */
export interface AskedMessage {
  readonly messageId: string;
  readonly seq: number;
  readonly message: string;
  readonly clientMessageId: string | null;
  readonly createdAt: Date;
}

/** An open turn: only the holder of its epoch can commit. */
export interface BegunTurn {
  readonly epoch: number;
  readonly messageId: string;
  readonly messageSeq: number;
  readonly messageCount: number;
  readonly lastEventSeq: number;
  /** Messages before this one whose turns were interrupted for it: they are answered together. Oldest first. */
  readonly pending: readonly AskedMessage[];
  readonly clientMessageId: string | null;
  /** When the message was stored. */
  readonly askedAt: Date;
  /** A turn before this one never ended, so that nobody knows how many events it told. */
  readonly unfinishedBefore: boolean;
  /** Oldest first, without the message itself: `HISTORY_WINDOW` of them, and before those what no summary covers yet. */
  readonly history: readonly HistoryMessage[];
  readonly facts: readonly RememberedFact[];
  /** What the customer said of their situation and wishes, most important first. */
  readonly recollections: readonly Recollection[];
  readonly summary: string | null;
  /** Replies in a row before this message that found nothing. */
  readonly abstentionsInRow: number;
  readonly hasAttachments: boolean;
  /** Somebody was asked to take over and has not finished yet. */
  readonly hasOpenTicket: boolean;
  readonly user: { readonly userId: string; readonly verified: boolean } | null;
}

/** A message that a person answers. */
export interface HeardMessage {
  readonly asked: AskedMessage;
  readonly messageCount: number;
  /** Its event's number; null: it was told before. */
  readonly eventSeq: number | null;
}

export type BeginTurnOutcome =
  | { readonly status: 'begun'; readonly turn: BegunTurn }
  /** The message was answered before: here is that answer. */
  | { readonly status: 'answered'; readonly turn: CompletedTurn & EventRange; readonly asked: AskedMessage }
  /** Another body came under the same client message id; nothing was stored. */
  | { readonly status: 'body_differs' }
  /** A file that came with the message is not of this session, or not there; nothing was stored. */
  | { readonly status: 'unknown_attachment' }
  /** A person has the conversation: the message is stored for them. */
  | { readonly status: 'with_human'; readonly heard: HeardMessage }
  | { readonly status: 'deleted' }
  | { readonly status: 'not_found' };

/** The conversation changed in this instant, so that nothing was done: call again. */
interface Outrun {
  readonly status: 'outrun';
}

/** Messages of the past that every turn is given. `seq` has no gaps, so they are a range and need no sorting. */
export const HISTORY_WINDOW = 12;
/** A summary is made anew when this many messages before the window are in none, and reads at most that many and some. */
const SUMMARISE_AT_ONCE = { least: 8, most: 28 };
/** What a turn is told of the past beside its messages. */
const MOST_FACTS = 50;
const MOST_RECOLLECTIONS = 24;

/** Interrupted messages that one turn answers together with its own. */
const MOST_PENDING = 20;

/**
 * Claims the next epoch, stores the customer's message once, supersedes a turn that never ended, and reads what the turn needs,
 * in one statement. Everything hangs on `claimed`: when that row is not updated, nothing is written. While a person has the
 * conversation the message is stored and numbered for them, and no turn opens.
 * Everything is read as it was when the statement began, but the update waits for whoever has the row locked, and goes on with what that
 * one made of it. If that is another version of the row (`xmin`), a turn may have been committed or cut that was not seen here: then
 * nothing is claimed.
 * Without `durable` it does not wait for the disk: nothing is acknowledged yet, and the commit of the turn, which does wait, flushes
 * this too. Only a crash of the database server itself in between can lose the message, and its sender then has no answer and sends it
 * again.
 */
const BEGIN_TURN: SqlStatement = {
  name: 'turn_begin',
  text: `
    WITH existing AS (
      SELECT message_id, seq, coalesce(body_hash = $6 OR message_id = $10, false) AS same_body, answered_by, client_message_id, created_at
      FROM messages WHERE session_id = $1 AND (client_message_id = $5 OR message_id = $10)
    ), answered AS (
      SELECT t.* FROM turns t JOIN existing e ON t.customer_message_id = e.message_id OR t.turn_id = e.answered_by
      WHERE t.status = 'completed' LIMIT 1
    ), unknown AS (
      SELECT id FROM unnest($8::text[]) AS sent (id)
      WHERE NOT EXISTS (SELECT FROM attachments a WHERE a.attachment_id = id AND a.session_id = $1)
    ), claimed AS (
      UPDATE conversations c
      SET epoch = c.epoch + CASE c.handler WHEN 'human' THEN 0 ELSE 1 END,
          last_seq = c.last_seq + CASE WHEN EXISTS (SELECT FROM existing) THEN 0 ELSE 1 END,
          message_count = c.message_count + CASE WHEN EXISTS (SELECT FROM existing) THEN 0 ELSE 1 END,
          last_event_seq = c.last_event_seq
            + CASE WHEN c.handler <> 'human' OR EXISTS (SELECT FROM existing) THEN 0 ELSE 1 END,
          last_activity_at = $7, updated_at = $7
      FROM conversations seen
      WHERE c.session_id = $1 AND seen.session_id = $1 AND c.xmin = seen.xmin AND c.deleted_at IS NULL
        AND NOT EXISTS (SELECT FROM existing WHERE NOT same_body)
        AND NOT EXISTS (SELECT FROM answered)
        AND NOT EXISTS (SELECT FROM unknown)
      RETURNING c.epoch, c.last_seq, c.message_count, c.last_event_seq, c.handler
    ), stored AS (
      INSERT INTO messages
        (message_id, session_id, seq, role, content, client_message_id, body_hash, attachment_ids, created_at, event_seq)
      SELECT $3, $1, last_seq, 'customer', $4, $5, $6, $8, $7, CASE handler WHEN 'human' THEN last_event_seq END
      FROM claimed WHERE NOT EXISTS (SELECT FROM existing)
    ), superseded AS (
      UPDATE turns SET status = 'superseded', ended_at = $7
      FROM claimed WHERE turns.session_id = $1 AND turns.status = 'processing'
      RETURNING turns.turn_id
    ), opened AS (
      INSERT INTO turns (turn_id, session_id, epoch, customer_message_id, status, message_count, started_at)
      SELECT $2, $1, epoch, coalesce((SELECT message_id FROM existing), $3), 'processing', message_count, $7
      FROM claimed WHERE handler <> 'human'
    ), pending AS (
      SELECT DISTINCT m.message_id, m.seq, m.content, m.client_message_id, m.created_at
      FROM turns t JOIN messages m ON m.message_id = t.customer_message_id
      WHERE t.session_id = $1 AND t.status = 'cancelled' AND t.error_code = 'turn_interrupted'
        AND m.answered_by IS NULL AND m.message_id NOT IN (SELECT message_id FROM existing)
        AND NOT EXISTS (SELECT FROM turns done WHERE done.customer_message_id = m.message_id AND done.status = 'completed')
      ORDER BY m.seq DESC LIMIT ${MOST_PENDING}
    )
    SELECT set_config('synchronous_commit', CASE WHEN $11 OR claimed.handler = 'human' THEN 'on' ELSE 'off' END, true),
      c.deleted_at IS NOT NULL AS deleted, claimed.handler,
      EXISTS (SELECT FROM unknown) AS "unknownAttachment",
      EXISTS (SELECT FROM superseded) AS "unfinishedBefore",
      claimed.epoch, claimed.message_count AS "messageCount", coalesce(claimed.last_event_seq, c.last_event_seq) AS "lastEventSeq",
      coalesce(existing.message_id, $3) AS "messageId", asked.seq AS "messageSeq", existing.same_body AS "sameBody",
      coalesce(existing.client_message_id, $5) AS "clientMessageId",
      coalesce(existing.created_at, $7) AS "askedAt", existing.message_id IS NOT NULL AS "known",
      c.abstentions_in_row AS "abstentionsInRow",
      EXISTS (SELECT FROM attachments WHERE session_id = $1) AS "hasAttachments",
      EXISTS (SELECT FROM tickets WHERE session_id = $1 AND status NOT IN ('solved', 'closed')) AS "hasOpenTicket",
      CASE WHEN c.user_id IS NOT NULL THEN jsonb_build_object('userId', c.user_id, 'verified', c.user_verified) END AS "user",
      CASE WHEN answered.turn_id IS NOT NULL THEN jsonb_build_object(
        'turnId', answered.turn_id, 'sessionId', $1, 'replyMessageId', reply.message_id, 'reply', reply.content,
        'citations', reply.citations, 'decision', answered.decision, 'messageCount', answered.message_count,
        'ticketId', answered.ticket_id, 'result', answered.result,
        'firstEventSeq', answered.first_event_seq, 'lastEventSeq', answered.last_event_seq,
        'endedAt', answered.ended_at) END AS answered,
      coalesce((
        SELECT jsonb_agg(jsonb_build_object('messageId', message_id, 'seq', seq, 'message', content,
          'clientMessageId', client_message_id, 'createdAt', created_at) ORDER BY seq)
        FROM pending
        ), '[]') AS pending,
      coalesce((
        SELECT jsonb_agg(jsonb_build_object('role', role, 'text', content) ORDER BY seq)
        FROM messages
        WHERE session_id = $1 AND seq < asked.seq AND message_id NOT IN (SELECT message_id FROM pending) AND seq >= least(
          asked.seq - ${HISTORY_WINDOW},
          CASE WHEN asked.seq - ${HISTORY_WINDOW} - asked.untold >= ${SUMMARISE_AT_ONCE.least}
            THEN greatest(asked.untold, asked.seq - ${HISTORY_WINDOW + SUMMARISE_AT_ONCE.most}) ELSE asked.seq END)
        ), '[]') AS history,
      summary.value AS summary,
      coalesce((
        SELECT jsonb_agg(jsonb_build_object('kind', kind, 'value', value) ORDER BY created_at, memory_id)
        FROM (SELECT * FROM memories WHERE session_id = $1 AND type = 'fact' ORDER BY created_at DESC LIMIT ${MOST_FACTS}) AS f
        ), '[]') AS facts,
      coalesce((
        SELECT jsonb_agg(jsonb_build_object('type', type, 'kind', kind, 'value', value) ORDER BY weight DESC, memory_id)
        FROM (
          SELECT *, importance * power(0.5, extract(epoch FROM $7 - created_at)::float8 * 1000 / $9::float8) AS weight
          FROM memories WHERE session_id = $1 AND type IN ('preference', 'context')
          ORDER BY weight DESC, memory_id LIMIT ${MOST_RECOLLECTIONS}) AS r
        ), '[]') AS recollections
    FROM conversations c
    LEFT JOIN claimed ON true
    LEFT JOIN existing ON true
    LEFT JOIN answered ON true
    LEFT JOIN messages reply ON reply.message_id = answered.reply_message_id
    LEFT JOIN memories summary ON summary.session_id = $1 AND summary.type = 'summary'
    CROSS JOIN LATERAL (
      SELECT coalesce(existing.seq, claimed.last_seq) AS seq,
        greatest(summary.through_seq, c.forgotten_through_seq) + 1 AS untold) AS asked
    WHERE c.session_id = $1`,
};

interface BeginTurnRow extends BegunTurn {
  readonly deleted: boolean;
  /** Null: nothing was claimed. */
  readonly handler: string | null;
  readonly sameBody: boolean | null;
  /** The message was stored before. */
  readonly known: boolean;
  readonly unknownAttachment: boolean;
  readonly answered: (CompletedTurn & EventRange) | null;
}

/**
 * Opens a turn. A message whose turn never ended (its process died) is answered by the new turn, without being stored again.
 */
export async function beginTurn(sql: Sql, turn: BeginTurn): Promise<BeginTurnOutcome | Outrun> {
  const { sessionId, turnId, messageId, message, clientMessageId, bodyHash, at } = turn;
  const values = [
    ...[sessionId, turnId, messageId, message, clientMessageId, bodyHash, at],
    ...[turn.attachmentIds, turn.memoryHalfLifeMs, turn.resumes, turn.durable],
  ];
  const [row] = await sql.query<BeginTurnRow>(BEGIN_TURN, values);
  if (!row) return { status: 'not_found' };
  if (row.deleted) return { status: 'deleted' };
  if (row.sameBody === false) return { status: 'body_differs' };
  if (row.answered) {
    const endedAt = new Date(row.answered.endedAt);
    return { status: 'answered', turn: { ...row.answered, endedAt }, asked: askedOf(row, message) };
  }
  if (row.unknownAttachment) return { status: 'unknown_attachment' };
  if (row.handler === null) return { status: 'outrun' };
  if (row.handler !== 'human') return { status: 'begun', turn: { ...row, pending: row.pending.map(dated) } };
  const { messageCount, lastEventSeq, known } = row;
  return {
    status: 'with_human',
    heard: { asked: askedOf(row, message), messageCount, eventSeq: known ? null : lastEventSeq },
  };
}

function askedOf(row: BeginTurnRow, message: string): AskedMessage {
  const { messageId, messageSeq: seq, clientMessageId, askedAt: createdAt } = row;
  return { messageId, seq, message, clientMessageId, createdAt };
}

/** A date inside JSON comes as text. */
function dated(message: AskedMessage): AskedMessage {
  return { ...message, createdAt: new Date(message.createdAt) };
}
