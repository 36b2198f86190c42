import { type ChatMessage, type HandoffState, type Ticket } from '@frontdesk/client';
import { type Sql, type SqlStatement } from '../database/sql.js';
import { type Operator } from './operator.js';
import { isHeld } from './handoff-state.js';
import { TICKET_COLUMNS, type TicketRecord } from './ticket-record.js';
import { conversationStatusOf, isDone, type TicketStatus } from './ticket-status.js';

/** Something said to the customer that no turn tells of. */
export interface NewMessage {
  readonly messageId: string;
  readonly role: 'human' | 'system';
  readonly text: string;
  readonly clientMessageId: string | null;
  readonly bodyHash: string | null;
}

/** What becomes of a ticket and its conversation in one step. What is absent stays as it is. */
export interface TicketMove {
  readonly at: Date;
  /** Who does it; null: the customer, or the desk by itself. */
  readonly actor: Operator | null;
  readonly status?: TicketStatus;
  readonly priority?: Ticket['priority'];
  /** Written to the ticket's history, and told. The actor of a claim becomes the assignee. */
  readonly state?: HandoffState;
  readonly message?: NewMessage;
  /** A private note of the actor. */
  readonly note?: string;
}

/** A row that has an event's number, as the record gave it. */
export interface RecordedEvent {
  readonly id: string;
  readonly eventSeq: number;
}

/** A step that is on record. */
export interface WrittenMove {
  readonly ticket: TicketRecord;
  readonly at: Date;
  /** Of the conversation, after the step. */
  readonly epoch: number;
  readonly stateEvent: RecordedEvent | null;
  readonly message: { readonly event: RecordedEvent; readonly message: ChatMessage } | null;
}

/**
 * One statement for every step, so that none can forget a part: the conversation's handler, epoch and numbers, the ticket, its history,
 * what was said, the turns that end.
 */
const MOVE: SqlStatement = {
  name: 'ticket_move',
  text: `
    WITH conversation AS (
      UPDATE conversations
      SET handler = coalesce($4, handler), status = coalesce($5, status), epoch = epoch + $6, updated_at = $3,
        last_seq = last_seq + ($7::text IS NOT NULL)::int,
        last_event_seq = last_event_seq + ($7::text IS NOT NULL)::int + ($13::text IS NOT NULL)::int
      WHERE session_id = $1
      RETURNING epoch, last_seq, last_event_seq
    ), silenced AS (
      UPDATE turns SET status = 'cancelled', error_code = 'taken_over_by_human', ended_at = $3
      WHERE $4 = 'human' AND session_id = $1 AND status = 'processing'
    ), said AS (
      INSERT INTO messages
        (message_id, session_id, seq, role, content, client_message_id, body_hash, author_id, author_name, event_seq, created_at)
      SELECT $7, $1, last_seq, $8, $9, $10, $11, $14, $15, last_event_seq - ($13::text IS NOT NULL)::int, $3
      FROM conversation WHERE $7::text IS NOT NULL
      RETURNING seq, event_seq
    ), moved AS (
      UPDATE tickets AS ticket
      SET status = $16, priority = $17, handoff_state = coalesce($13, handoff_state), assignee_id = $18, assignee_name = $19,
        claimed_at = $20, timed_out_at = $21, solved_at = $22, version = version + 1, updated_at = $3
      FROM conversation WHERE ticket_id = $2
      RETURNING ticket.*
    ), stepped AS (
      INSERT INTO ticket_events (ticket_event_id, ticket_id, session_id, state, reasons, actor_id, actor_name, event_seq, created_at)
      SELECT 'tev_' || replace(gen_random_uuid()::text, '-', ''), $2, $1, $13, moved.reasons, $14, $15, last_event_seq, $3
      FROM conversation, moved WHERE $13::text IS NOT NULL
      RETURNING ticket_event_id, event_seq
    ), noted AS (
      INSERT INTO ticket_notes (note_id, ticket_id, session_id, author_id, author_name, text, created_at)
      SELECT 'note_' || replace(gen_random_uuid()::text, '-', ''), $2, $1, $14, $15, $12, $3
      FROM moved WHERE $12::text IS NOT NULL
    )
    SELECT ${TICKET_COLUMNS}, conversation.epoch, said.seq AS "messageSeq", said.event_seq AS "messageEventSeq",
      stepped.ticket_event_id AS "stateEventId", stepped.event_seq AS "stateEventSeq"
    FROM moved AS ticket CROSS JOIN conversation LEFT JOIN said ON true LEFT JOIN stepped ON true`,
};

interface MoveRow extends TicketRecord {
  readonly epoch: number;
  readonly messageSeq: number | null;
  readonly messageEventSeq: number | null;
  readonly stateEventId: string | null;
  readonly stateEventSeq: number | null;
}

/** Writes a step of a ticket whose conversation is locked. */
export async function writeMove(sql: Sql, ticket: TicketRecord, move: TicketMove): Promise<WrittenMove> {
  const { at, actor, state, message, note } = move;
  const held = isHeld(state ?? ticket.handoffState);
  const changesHands = held !== isHeld(ticket.handoffState);
  const [row] = await sql.query<MoveRow>(MOVE, [
    ...[ticket.sessionId, ticket.ticketId, at],
    changesHands ? (held ? 'human' : 'ai') : null,
    move.status ? conversationStatusOf(move.status) : null,
    changesHands ? 1 : 0,
    ...[message?.messageId ?? null, message?.role ?? null, message?.text ?? null],
    ...[message?.clientMessageId ?? null, message?.bodyHash ?? null, note ?? null],
    ...[state ?? null, actor?.operatorId ?? null, actor?.name ?? null],
    ...ticketValues(ticket, move, held),
  ]);
  if (!row) throw new Error('a ticket went away under the lock of its conversation');
  const { epoch, messageSeq, messageEventSeq, stateEventId, stateEventSeq, ...after } = row;
  return {
    ...{ ticket: after, at, epoch },
    stateEvent: stateEventId !== null && stateEventSeq !== null ? { id: stateEventId, eventSeq: stateEventSeq } : null,
    message:
      message && messageSeq !== null && messageEventSeq !== null
        ? {
            event: { id: message.messageId, eventSeq: messageEventSeq },
            message: toChatMessage(message, { actor, at, seq: messageSeq }),
          }
        : null,
  };
}

function ticketValues(
  ticket: TicketRecord,
  { at, actor, status, priority, state }: TicketMove,
  held: boolean,
): unknown[] {
  const claimed = state === 'assigned';
  const after = status ?? ticket.status;
  return [
    ...[after, priority ?? ticket.priority],
    ...(claimed ? [actor?.operatorId, actor?.name] : held ? [ticket.assigneeId, ticket.assigneeName] : [null, null]),
    claimed ? at : ticket.claimedAt,
    state === 'timed_out' ? at : ticket.timedOutAt,
    isDone(after) ? (ticket.solvedAt ?? at) : null,
  ];
}

function toChatMessage(
  { messageId, role, text, clientMessageId }: NewMessage,
  { actor, at, seq }: { readonly actor: Operator | null; readonly at: Date; readonly seq: number },
): ChatMessage {
  return {
    ...{ messageId, seq, role, message: text, clientMessageId, authorName: actor?.name ?? null },
    ...{ sources: [], createdAt: at.toISOString() },
  };
}
