import { type TicketPriority } from '../common/escalation-reason.js';
import { TICKET_NUMBER } from '../common/ticket-number.js';
import { type Sql, type SqlStatement } from '../database/sql.js';
import { type Citation } from '@frontdesk/client';
import { MERGE_INTO_OPEN_TICKET } from './merge-ticket.js';
import {
  type CompletedTurn,
  type Decision,
  type EscalationRecord,
  type MemoryType,
  type RememberedFact,
  type TurnResult,
} from './turn-record.js';

/** Something to remember. `importance` is 0..1. */
export interface NewMemory {
  readonly memoryId: string;
  readonly type: Exclude<MemoryType, 'summary'>;
  readonly kind: string;
  readonly value: string;
  readonly importance: number;
}

/** A ticket to open. */
export interface NewTicket extends Pick<EscalationRecord, 'reasons' | 'explanation'> {
  readonly ticketId: string;
  readonly priority: TicketPriority;
  /** For the person who takes over; null: there is none. */
  readonly summary: string | null;
  readonly facts: readonly RememberedFact[];
}

/** What a turn ends with. */
export interface CommitTurn {
  readonly sessionId: string;
  readonly turnId: string;
  /** The epoch that `beginTurn` gave; any other and nothing is written. */
  readonly epoch: number;
  readonly messageCount: number;
  readonly customerMessageId: string;
  readonly replyMessageId: string;
  /** An escalation's reply may hold `TICKET_NUMBER`. */
  readonly reply: string;
  readonly citations: readonly Citation[];
  readonly decision: Decision;
  readonly result: TurnResult;
  readonly memories: readonly NewMemory[];
  /** Replaces the session's summary; covers messages up to `throughSeq`. Null: leave it. */
  readonly summary: { readonly memoryId: string; readonly text: string; readonly throughSeq: number } | null;
  /** When a ticket is open already, that one is kept: it gets the new reasons and summary, and its priority may only rise. */
  readonly ticket: NewTicket | null;
  /** Messages of interrupted turns that this reply answers as well. */
  readonly pendingMessageIds: readonly string[];
  /** Numbers of the first event and of the last one that this turn will have told. */
  readonly firstEventSeq: number;
  readonly lastEventSeq: number;
  /** The session store is out of reach and has to be told of this turn later. */
  readonly unprojected: boolean;
  readonly at: Date;
}

const COMMIT_TURN: SqlStatement = {
  name: 'turn_commit',
  text: `
    WITH held AS (
      UPDATE conversations
      SET last_seq = last_seq + 1, last_event_seq = greatest(last_event_seq, $3), updated_at = $4, escalated = escalated OR $5::text IS NOT NULL,
          unprojected_since = CASE WHEN $15 THEN $4 ELSE unprojected_since END,
          abstentions_in_row = CASE $13 WHEN 'abstain' THEN abstentions_in_row + 1 ELSE 0 END
      WHERE session_id = $1 AND epoch = $2 AND deleted_at IS NULL AND handler <> 'human'
      RETURNING last_seq, forgotten_through_seq
    ), ticket AS (
      INSERT INTO tickets AS ticket
        (ticket_id, session_id, reasons, priority, summary, facts, explanation, created_at, updated_at)
      SELECT $5, $1, $6, $16, $17, $18, $19, $4, $4 FROM held WHERE $5::text IS NOT NULL
      ${MERGE_INTO_OPEN_TICKET}
      RETURNING ticket_id, number
    ), reply AS (
      INSERT INTO messages (message_id, session_id, seq, role, content, citations, created_at)
      SELECT $7, $1, last_seq, 'agent',
        CASE WHEN $5::text IS NULL THEN $8 ELSE replace($8, '${TICKET_NUMBER}', (SELECT number::text FROM ticket)) END, $9, $4
      FROM held
      RETURNING content
    ), heard AS (
      SELECT message_id FROM messages, held
      WHERE messages.session_id = $1 AND message_id = $10 AND seq > forgotten_through_seq
    ), remembered AS (
      INSERT INTO memories (memory_id, session_id, type, kind, value, importance, message_id, created_at)
      SELECT memory."memoryId", $1, memory.type, memory.kind, memory.value, memory.importance, heard.message_id, $4
      FROM heard, jsonb_to_recordset($11::jsonb) AS memory
        ("memoryId" text, type text, kind text, value text, importance real)
      ON CONFLICT (session_id, kind, md5(value)) DO NOTHING
    ), summarised AS (
      INSERT INTO memories AS known (memory_id, session_id, type, kind, value, importance, message_id, through_seq, created_at)
      SELECT $20, $1, 'summary', 'summary', $21, 1, heard.message_id, $22, $4 FROM heard WHERE $20::text IS NOT NULL
      ON CONFLICT (session_id) WHERE type = 'summary' DO UPDATE
      SET value = excluded.value, message_id = excluded.message_id, through_seq = excluded.through_seq,
        created_at = excluded.created_at
    ), finished AS (
      UPDATE turns SET status = 'completed', decision = $13, result = $14, reply_message_id = $7, ended_at = $4,
        first_event_seq = $23, last_event_seq = $3, ticket_id = (SELECT ticket_id FROM ticket)
      FROM held WHERE turn_id = $12
    ), answered AS (
      UPDATE messages SET answered_by = $12 FROM held WHERE message_id = ANY ($24::text[]) AND messages.session_id = $1
    ), joined AS (
      UPDATE turns SET status = 'superseded'
      FROM held WHERE customer_message_id = ANY ($24::text[]) AND turns.session_id = $1 AND status = 'cancelled'
    )
    SELECT reply.content AS reply, (SELECT ticket_id FROM ticket) AS "ticketId" FROM reply`,
};

/** The conversation is locked before the turn, as by every other statement: two of them never wait for each other. */
const END_TURN: SqlStatement = {
  name: 'turn_end',
  text: `
    WITH conversation AS (
      SELECT session_id FROM conversations WHERE session_id = $1 FOR UPDATE
    ), ended AS (
      UPDATE turns SET status = $3, error_code = $4, ended_at = $5, first_event_seq = $7, last_event_seq = $6
      FROM conversation WHERE turn_id = $2 AND status = 'processing'
      RETURNING epoch
    )
    UPDATE conversations SET last_event_seq = greatest(last_event_seq, $6) FROM ended
    WHERE session_id = $1 AND conversations.epoch = ended.epoch
    RETURNING true AS recorded`,
};

/** Writes a turn's reply, ticket and memories in one statement; undefined, and nothing written, when the epoch has moved on. */
export async function commitTurn(sql: Sql, turn: CommitTurn): Promise<CompletedTurn | undefined> {
  const { sessionId, turnId, replyMessageId, citations, decision, result, messageCount } = turn;
  const [row] = await sql.query<{ reply: string; ticketId: string | null }>(COMMIT_TURN, [
    sessionId,
    turn.epoch,
    turn.lastEventSeq,
    turn.at,
    turn.ticket?.ticketId ?? null,
    turn.ticket?.reasons ?? [],
    replyMessageId,
    turn.reply,
    JSON.stringify(citations),
    turn.customerMessageId,
    JSON.stringify(turn.memories),
    turnId,
    decision,
    JSON.stringify(result),
    turn.unprojected,
    ...ticketValues(turn.ticket),
    turn.summary?.memoryId ?? null,
    turn.summary?.text ?? null,
    turn.summary?.throughSeq ?? null,
    turn.firstEventSeq,
    turn.pendingMessageIds,
  ]);
  return row && { turnId, sessionId, replyMessageId, citations, decision, messageCount, result, ...row };
}

function ticketValues(ticket: NewTicket | null): unknown[] {
  const { priority = 'normal', summary = null, facts = [], explanation = [] } = ticket ?? {};
  return [priority, summary, JSON.stringify(facts), JSON.stringify(explanation)];
}

/**
 * Marks a turn that ended without a reply. Its message stays, and the same client message id starts it again. False when its numbers
 * were not recorded, because another turn or a person had outrun it.
 */
export async function endTurn(
  sql: Sql,
  turn: {
    readonly sessionId: string;
    readonly turnId: string;
    readonly status: 'cancelled' | 'failed';
    readonly errorCode: string;
    readonly firstEventSeq: number;
    readonly lastEventSeq: number;
    readonly at: Date;
  },
): Promise<boolean> {
  const { sessionId, turnId, status, errorCode, at, firstEventSeq, lastEventSeq } = turn;
  const values = [sessionId, turnId, status, errorCode, at, lastEventSeq, firstEventSeq];
  return (await sql.query(END_TURN, values)).length > 0;
}
