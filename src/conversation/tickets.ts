import { Injectable } from '@nestjs/common';
import { type EscalationReason, type TicketPriority } from '../common/escalation-reason.js';
import { Database } from '../database/database.js';
import { type SqlStatement } from '../database/sql.js';
import { MERGE_INTO_OPEN_TICKET } from './merge-ticket.js';

/** A request that a person takes over. One a session is open at a time. */
export interface Ticket {
  readonly ticketId: string;
  /** What people call it. */
  readonly number: number;
  readonly sessionId: string;
  readonly status: 'new' | 'open' | 'pending' | 'on_hold' | 'solved' | 'closed';
  readonly priority: TicketPriority;
  readonly reasons: readonly EscalationReason[];
  readonly note: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** Only for a conversation that is there; a ticket that is open already is kept, with a new note if one is given. */
const OPEN: SqlStatement = {
  name: 'ticket_open',
  text: `
    WITH escalated AS (
      UPDATE conversations SET escalated = true, updated_at = $5
      WHERE session_id = $1 AND deleted_at IS NULL RETURNING session_id
    )
    INSERT INTO tickets AS ticket (ticket_id, session_id, reasons, note, created_at, updated_at)
    SELECT $2, session_id, $3, $4, $5, $5 FROM escalated
    ${MERGE_INTO_OPEN_TICKET},
      note = coalesce(excluded.note, ticket.note)
    RETURNING ticket_id AS "ticketId", number, session_id AS "sessionId", status, priority, reasons, note,
      created_at AS "createdAt", updated_at AS "updatedAt"`,
};

/** Tickets opened outside a turn; a turn opens its own when it commits. */
@Injectable()
export class Tickets {
  constructor(private readonly database: Database) {}

  /** The session's open ticket, opened now if there is none; undefined when there is no such conversation. */
  async open(request: {
    readonly sessionId: string;
    readonly ticketId: string;
    readonly reasons: readonly EscalationReason[];
    readonly note: string | null;
    readonly at: Date;
  }): Promise<Ticket | undefined> {
    const values = [request.sessionId, request.ticketId, request.reasons, request.note, request.at];
    const [ticket] = await this.database.query<Ticket>(OPEN, values);
    return ticket;
  }
}
