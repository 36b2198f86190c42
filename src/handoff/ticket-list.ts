import { Injectable } from '@nestjs/common';
import { type HandoffState } from '@frontdesk/client';
import { NotFound, ValidationFailed } from '../common/app-error.js';
import { Database } from '../database/database.js';
import { type SqlStatement } from '../database/sql.js';
import { TICKET_COLUMNS, type TicketRecord } from './ticket-record.js';
import { isDone, TICKET_STATUSES, type TicketStatus } from './ticket-status.js';

/** Which tickets; what is absent does not matter. */
export interface TicketFilter {
  /** Default: those that are not done. */
  readonly statuses?: readonly TicketStatus[] | undefined;
  readonly priority?: TicketRecord['priority'] | undefined;
  /** An operator's id; null: tickets that nobody has. */
  readonly assigneeId?: string | null | undefined;
  readonly handoffStates?: readonly HandoffState[] | undefined;
  readonly sessionId?: string | undefined;
}

export interface TicketPage {
  readonly tickets: readonly TicketRecord[];
  readonly nextCursor: string | null;
}

/** A private note. */
export interface TicketNote {
  readonly noteId: string;
  readonly authorId: string;
  readonly authorName: string;
  readonly text: string;
  readonly createdAt: Date;
}

/** One step on the way to a person or back. */
export interface TicketStep {
  readonly state: HandoffState;
  readonly reasons: readonly string[];
  /** Null: the customer, the agent, or the desk by itself. */
  readonly actorId: string | null;
  readonly actorName: string | null;
  /** Number of the event that told it; null: the turn that opened the ticket told it. */
  readonly seq: number | null;
  readonly at: Date;
}

/** Everything about one ticket. */
export interface TicketDetails {
  readonly ticket: TicketRecord;
  readonly facts: readonly { readonly kind: string; readonly value: string }[];
  readonly explanation: readonly object[];
  readonly notes: readonly TicketNote[];
  readonly history: readonly TicketStep[];
}

/** Most notes, and most steps, that are read of one ticket. */
const MOST = 1000;

const RANK = `array_position(ARRAY['urgent', 'high', 'normal', 'low'], ticket.priority)`;

/** Most urgent first, then oldest: numbers are given in the order of opening. */
function listStatement(name: string, condition: string): SqlStatement {
  return {
    name,
    text: `
      SELECT ${TICKET_COLUMNS}, ${RANK} AS rank FROM tickets AS ticket
      WHERE ${condition} AND status = ANY ($1::text[])
        AND ($2::text IS NULL OR priority = $2)
        AND (NOT $3::boolean OR assignee_id IS NOT DISTINCT FROM $4::text)
        AND ($5::text[] IS NULL OR handoff_state = ANY ($5))
        AND ($6::text IS NULL OR session_id = $6)
        AND (${RANK}, number) > ($7::int, $8::bigint)
      ORDER BY rank, number LIMIT $9`,
  };
}

/** Said twice, so that the planner sees that the index on open tickets will do. */
const LIST_OPEN = listStatement('tickets_list_open', `status NOT IN ('solved', 'closed')`);
const LIST_ANY = listStatement('tickets_list', 'true');

const FIND: SqlStatement = {
  name: 'ticket_details',
  text: `SELECT ${TICKET_COLUMNS}, facts, explanation FROM tickets AS ticket WHERE ticket_id = $1`,
};

const NOTES: SqlStatement = {
  name: 'ticket_notes_list',
  text: `
    SELECT note_id AS "noteId", author_id AS "authorId", author_name AS "authorName", text, created_at AS "createdAt"
    FROM ticket_notes WHERE ticket_id = $1 ORDER BY created_at, note_id LIMIT ${MOST}`,
};

const HISTORY: SqlStatement = {
  name: 'ticket_history',
  text: `
    SELECT state, reasons, actor_id AS "actorId", actor_name AS "actorName", event_seq AS seq, created_at AS at
    FROM ticket_events WHERE ticket_id = $1 ORDER BY created_at, event_seq NULLS FIRST LIMIT ${MOST}`,
};

/** Tickets, for reading. */
@Injectable()
export class TicketList {
  constructor(private readonly database: Database) {}

  /** In the order of the queue. @throws ValidationFailed when the cursor is none of ours */
  async page(filter: TicketFilter, limit: number, cursor: string | undefined): Promise<TicketPage> {
    const statuses = filter.statuses ?? TICKET_STATUSES.filter((status) => !isDone(status));
    const values = [
      ...[statuses, filter.priority ?? null, filter.assigneeId !== undefined, filter.assigneeId ?? null],
      ...[filter.handoffStates ?? null, filter.sessionId ?? null, ...placeOf(cursor), limit + 1],
    ];
    const statement = statuses.some(isDone) ? LIST_ANY : LIST_OPEN;
    const rows = await this.database.query<TicketRecord & { rank: number }>(statement, values);
    const tickets = rows.slice(0, limit);
    const last = tickets.at(-1);
    return { tickets, nextCursor: last && rows.length > limit ? `${last.rank}.${last.number}` : null };
  }

  /** @throws NotFound */
  async details(ticketId: string): Promise<TicketDetails> {
    const [row] = await this.database.query<TicketRecord & Pick<TicketDetails, 'facts' | 'explanation'>>(FIND, [
      ticketId,
    ]);
    if (!row) throw new NotFound('There is no such ticket.');
    const { facts, explanation, ...ticket } = row;
    const notes = await this.database.query<TicketNote>(NOTES, [ticketId]);
    const history = await this.database.query<TicketStep>(HISTORY, [ticketId]);
    return { ticket, facts, explanation, notes, history };
  }
}

/** Rank and number of the last ticket of the page before. */
function placeOf(cursor: string | undefined): [number, number] {
  if (cursor === undefined) return [0, 0];
  const place = /^([1-4])\.(\d{1,10})$/.exec(cursor);
  if (!place) throw ValidationFailed.of('cursor', 'must be the nextCursor of an earlier page.');
  return [Number(place[1]), Number(place[2])];
}
