import { type Sql, type SqlStatement } from '../database/sql.js';
import { type CompletedTurn, type HistoryMessage, type Recollection, type RememberedFact } from './turn-record.js';

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
  /** How long a memory takes to lose half of its importance, ms. */
  readonly memoryHalfLifeMs: number;
  readonly at: Date;
}

/** An open turn: only the holder of its epoch can commit. */
export interface BegunTurn {
  readonly epoch: number;
  readonly messageId: string;
  readonly messageSeq: number;
  readonly messageCount: number;
  readonly lastEventSeq: number;
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

export type BeginTurnOutcome =
  | { readonly status: 'begun'; readonly turn: BegunTurn }
  /** The message was answered before: here is that answer. */
  | { readonly status: 'answered'; readonly turn: CompletedTurn; readonly lastEventSeq: number }
  /** Another body came under the same client message id; nothing was stored. */
  | { readonly status: 'body_differs' }
  /** A file that came with the message is not of this session, or not there; nothing was stored. */
  | { readonly status: 'unknown_attachment' }
  /** A person has the conversation; nothing was stored. */
  | { readonly status: 'with_human' }
  | { readonly status: 'deleted' }
  | { readonly status: 'not_found' };

/** Messages of the past that every turn is given. `seq` has no gaps, so they are a range and need no sorting. */
export const HISTORY_WINDOW = 12;
/** A summary is made anew when this many messages before the window are in none, and reads at most that many and some. */
const SUMMARISE_AT_ONCE = { least: 8, most: 28 };
/** What a turn is told of the past beside its messages. */
const MOST_FACTS = 50;
const MOST_RECOLLECTIONS = 24;

/**
 * Claims the next epoch, stores the customer's message once, supersedes a turn that never ended, and reads what the turn needs,
 * in one statement. Everything hangs on `claimed`: when that row is not updated, nothing is written.
 * It does not wait for the disk: nothing is acknowledged yet, and the commit of the turn, which does wait, flushes this too. Only a
 * crash of the database server itself in between can lose the message, and its sender then has no answer and sends it again.
 */
const BEGIN_TURN: SqlStatement = {
  name: 'turn_begin',
  text: `
    WITH existing AS (
      SELECT message_id, seq, body_hash = $6 AS same_body
      FROM messages WHERE session_id = $1 AND client_message_id = $5
    ), answered AS (
      SELECT t.* FROM turns t JOIN existing e ON t.customer_message_id = e.message_id WHERE t.status = 'completed'
    ), unknown AS (
      SELECT id FROM unnest($8::text[]) AS sent (id)
      WHERE NOT EXISTS (SELECT FROM attachments a WHERE a.attachment_id = id AND a.session_id = $1)
    ), claimed AS (
      UPDATE conversations c
      SET epoch = c.epoch + 1,
          last_seq = c.last_seq + CASE WHEN EXISTS (SELECT FROM existing) THEN 0 ELSE 1 END,
          message_count = c.message_count + CASE WHEN EXISTS (SELECT FROM existing) THEN 0 ELSE 1 END,
          last_activity_at = $7, updated_at = $7
      WHERE c.session_id = $1 AND c.deleted_at IS NULL AND c.handler <> 'human'
        AND NOT EXISTS (SELECT FROM existing WHERE NOT same_body)
        AND NOT EXISTS (SELECT FROM answered)
        AND NOT EXISTS (SELECT FROM unknown)
      RETURNING c.epoch, c.last_seq, c.message_count
    ), stored AS (
      INSERT INTO messages
        (message_id, session_id, seq, role, content, client_message_id, body_hash, attachment_ids, created_at)
      SELECT $3, $1, last_seq, 'customer', $4, $5, $6, $8, $7 FROM claimed WHERE NOT EXISTS (SELECT FROM existing)
    ), superseded AS (
      UPDATE turns SET status = 'superseded', ended_at = $7
      FROM claimed WHERE turns.session_id = $1 AND turns.status = 'processing'
    ), opened AS (
      INSERT INTO turns (turn_id, session_id, epoch, customer_message_id, status, message_count, started_at)
      SELECT $2, $1, epoch, coalesce((SELECT message_id FROM existing), $3), 'processing', message_count, $7 FROM claimed
    )
    SELECT set_config('synchronous_commit', 'off', true), c.deleted_at IS NOT NULL AS deleted, c.handler,
      EXISTS (SELECT FROM unknown) AS "unknownAttachment",
      claimed.epoch, claimed.message_count AS "messageCount", c.last_event_seq AS "lastEventSeq",
      coalesce(existing.message_id, $3) AS "messageId", asked.seq AS "messageSeq", existing.same_body AS "sameBody",
      c.abstentions_in_row AS "abstentionsInRow",
      EXISTS (SELECT FROM attachments WHERE session_id = $1) AS "hasAttachments",
      EXISTS (SELECT FROM tickets WHERE session_id = $1 AND status NOT IN ('solved', 'closed')) AS "hasOpenTicket",
      CASE WHEN c.user_id IS NOT NULL THEN jsonb_build_object('userId', c.user_id, 'verified', c.user_verified) END AS "user",
      CASE WHEN answered.turn_id IS NOT NULL THEN jsonb_build_object(
        'turnId', answered.turn_id, 'sessionId', $1, 'replyMessageId', reply.message_id, 'reply', reply.content,
        'citations', reply.citations, 'decision', answered.decision, 'messageCount', answered.message_count,
        'ticketId', answered.ticket_id, 'result', answered.result) END AS answered,
      coalesce((
        SELECT jsonb_agg(jsonb_build_object('role', role, 'text', content) ORDER BY seq)
        FROM messages
        WHERE session_id = $1 AND seq < asked.seq AND seq >= least(
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
  readonly handler: string;
  readonly epoch: number;
  readonly sameBody: boolean | null;
  readonly unknownAttachment: boolean;
  readonly answered: CompletedTurn | null;
}

/**
 * Opens a turn. A message whose turn never ended (its process died) is answered by the new turn, without being stored again.
 * Two processes that send the same client message id at the same instant collide on its unique index; the later one sees a
 * unique violation (SQLSTATE 23505) and must call again.
 */
export async function beginTurn(sql: Sql, turn: BeginTurn): Promise<BeginTurnOutcome> {
  const { sessionId, turnId, messageId, message, clientMessageId, bodyHash, at } = turn;
  const values = [
    ...[sessionId, turnId, messageId, message, clientMessageId, bodyHash, at],
    ...[turn.attachmentIds, turn.memoryHalfLifeMs],
  ];
  const [row] = await sql.query<BeginTurnRow>(BEGIN_TURN, values);
  if (!row) return { status: 'not_found' };
  if (row.deleted) return { status: 'deleted' };
  if (row.sameBody === false) return { status: 'body_differs' };
  if (row.answered) return { status: 'answered', turn: row.answered, lastEventSeq: row.lastEventSeq };
  if (row.unknownAttachment) return { status: 'unknown_attachment' };
  return row.handler === 'human' ? { status: 'with_human' } : { status: 'begun', turn: row };
}
