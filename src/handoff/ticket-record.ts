import { type Handoff, type HandoffState, type Ticket } from '@frontdesk/client';
import { isHeld } from './handoff-state.js';
import { type TicketStatus } from './ticket-status.js';

/** A ticket as its row has it. */
export interface TicketRecord {
  readonly ticketId: string;
  readonly number: number;
  readonly sessionId: string;
  readonly status: TicketStatus;
  readonly priority: Ticket['priority'];
  readonly reasons: readonly string[];
  /** What whoever asked for a person wrote. */
  readonly note: string | null;
  readonly summary: string | null;
  readonly handoffState: HandoffState;
  readonly assigneeId: string | null;
  readonly assigneeName: string | null;
  readonly claimedAt: Date | null;
  readonly timedOutAt: Date | null;
  readonly solvedAt: Date | null;
  /** Counts its changes from 1. */
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** What a SELECT or RETURNING of a TicketRecord lists, of a table `tickets` under the alias `ticket`. */
export const TICKET_COLUMNS = `
  ticket.ticket_id AS "ticketId", ticket.number, ticket.session_id AS "sessionId", ticket.status, ticket.priority, ticket.reasons,
  ticket.note, ticket.summary, ticket.handoff_state AS "handoffState", ticket.assignee_id AS "assigneeId",
  ticket.assignee_name AS "assigneeName", ticket.claimed_at AS "claimedAt", ticket.timed_out_at AS "timedOutAt",
  ticket.solved_at AS "solvedAt", ticket.version, ticket.created_at AS "createdAt", ticket.updated_at AS "updatedAt"`;

/** A ticket as consoles see it, with what the pages about one ticket need. */
export interface DeskTicket extends Ticket {
  readonly note: string | null;
  readonly version: number;
}

/** The outward view for the people of the desk. */
export function toTicket(record: TicketRecord): DeskTicket {
  const { ticketId, number, sessionId, status, priority, reasons, handoffState, summary, note, version } = record;
  const { assigneeId, assigneeName } = record;
  return {
    ...{ ticketId, number, sessionId, status, priority, reasons, handoffState },
    assignee: assigneeId !== null && assigneeName !== null ? { operatorId: assigneeId, name: assigneeName } : null,
    ...{ summary, note, version },
    createdAt: record.createdAt.toISOString(),
    updatedAt: record.updatedAt.toISOString(),
  };
}

/** The outward view for the customer. */
export function toHandoff({ handoffState, ticketId, number, reasons, assigneeName }: TicketRecord): Handoff {
  return { state: handoffState, ticketId, number, reasons, agentName: isHeld(handoffState) ? assigneeName : null };
}
