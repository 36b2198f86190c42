import { type EscalationReason } from '../common/escalation-reason.js';
import { type Sql, type SqlStatement } from '../database/sql.js';
import { type Citation } from './citation.js';
import { type CompletedTurn, type Decision, type RememberedFact, type TurnResult } from './turn-record.js';

/** Stands in a reply for the number that its ticket gets when the turn is committed. */
export const TICKET_NUMBER = '{ticketNumber}';

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
  readonly facts: readonly (RememberedFact & { readonly memoryId: string })[];
  /** Id of the ticket to open; when one is open already, that one is kept and named in the result. */
  readonly ticket: { readonly ticketId: string; readonly reasons: readonly EscalationReason[] } | null;
  /** Number of the last event this turn will have sent. */
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
      SET last_seq = last_seq + 1, last_event_seq = $3, updated_at = $4, escalated = escalated OR $5::text IS NOT NULL,
          unprojected_since = CASE WHEN $15 THEN $4 ELSE unprojected_since END
      WHERE session_id = $1 AND epoch = $2 AND deleted_at IS NULL AND handler <> 'human'
      RETURNING last_seq
    ), ticket AS (
      INSERT INTO tickets (ticket_id, session_id, reasons, created_at, updated_at)
      SELECT $5, $1, $6, $4, $4 FROM held WHERE $5::text IS NOT NULL
      ON CONFLICT (session_id) WHERE status NOT IN ('solved', 'closed') DO UPDATE SET updated_at = excluded.updated_at
      RETURNING ticket_id, number
    ), reply AS (
      INSERT INTO messages (message_id, session_id, seq, role, content, citations, created_at)
      SELECT $7, $1, last_seq, 'agent',
        CASE WHEN $5::text IS NULL THEN $8 ELSE replace($8, '${TICKET_NUMBER}', (SELECT number::text FROM ticket)) END, $9, $4
      FROM held
      RETURNING content
    ), remembered AS (
      INSERT INTO memories (memory_id, session_id, type, kind, value, message_id, created_at)
      SELECT fact."memoryId", $1, 'fact', fact.kind, fact.value, $10, $4
      FROM held, jsonb_to_recordset($11::jsonb) AS fact ("memoryId" text, kind text, value text)
      ON CONFLICT (session_id, kind, value) DO NOTHING
    ), finished AS (
      UPDATE turns SET status = 'completed', decision = $13, result = $14, reply_message_id = $7, ended_at = $4,
        ticket_id = (SELECT ticket_id FROM ticket)
      FROM held WHERE turn_id = $12
    )
    SELECT reply.content AS reply, (SELECT ticket_id FROM ticket) AS "ticketId" FROM reply`,
};

const END_TURN: SqlStatement = {
  name: 'turn_end',
  text: `
    WITH ended AS (
      UPDATE turns SET status = $3, error_code = $4, ended_at = $5 WHERE turn_id = $2 AND status = 'processing'
      RETURNING epoch
    )
    UPDATE conversations SET last_event_seq = $6 FROM ended
    WHERE session_id = $1 AND conversations.epoch = ended.epoch`,
};

/** Writes a turn's reply, ticket and facts in one statement; undefined, and nothing written, when the epoch has moved on. */
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
    JSON.stringify(turn.facts),
    turnId,
    decision,
    JSON.stringify(result),
    turn.unprojected,
  ]);
  return row && { turnId, sessionId, replyMessageId, citations, decision, messageCount, result, ...row };
}

/** Marks a turn that ended without a reply. Its message stays, and the same client message id starts it again. */
export async function endTurn(
  sql: Sql,
  turn: {
    readonly sessionId: string;
    readonly turnId: string;
    readonly status: 'cancelled' | 'failed';
    readonly errorCode: string;
    readonly lastEventSeq: number;
    readonly at: Date;
  },
): Promise<void> {
  const { sessionId, turnId, status, errorCode, at, lastEventSeq } = turn;
  await sql.query(END_TURN, [sessionId, turnId, status, errorCode, at, lastEventSeq]);
}
