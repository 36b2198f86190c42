import { type ChatMessage, type Handoff, type Ticket } from '@frontdesk/client';
import { type Sql, type SqlStatement } from '../database/sql.js';

/** The body of a delivery, as Standard Webhooks has it. */
export interface WebhookBody {
  readonly type: string;
  /** When it happened, ISO 8601. */
  readonly timestamp: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What the outbox knew when it happened. */
interface TicketFacts extends Pick<Ticket, 'status' | 'priority' | 'handoffState' | 'assignee'> {
  readonly ticketId: string;
  readonly changed?: readonly string[];
}

interface ContentRow {
  readonly endpointId: string;
  readonly type: string;
  readonly sessionId: string;
  readonly subjectId: string;
  readonly facts: TicketFacts;
  readonly occurredAt: Date;
  /** The conversation was deleted. */
  readonly deleted: boolean;
  readonly message: (ChatMessage & { readonly attachmentIds: readonly string[] }) | null;
  readonly ticket: Pick<Ticket, 'number' | 'reasons' | 'summary' | 'createdAt'> | null;
  readonly handoff: {
    readonly state: Handoff['state'];
    readonly reasons: readonly string[];
    readonly actor: Ticket['assignee'];
  } | null;
  readonly session: {
    readonly userId: string | null;
    readonly userVerified: boolean;
    readonly metadata: object;
  } | null;
}

const CONTENT: SqlStatement = {
  name: 'webhook_content',
  text: `
    SELECT o.endpoint_id AS "endpointId", o.type, o.session_id AS "sessionId", o.subject_id AS "subjectId", o.facts,
      o.occurred_at AS "occurredAt", c.session_id IS NULL OR c.deleted_at IS NOT NULL AS deleted,
      CASE WHEN m.message_id IS NOT NULL THEN jsonb_build_object('messageId', m.message_id, 'seq', m.seq, 'role', m.role,
        'message', m.content, 'clientMessageId', m.client_message_id, 'authorName', m.author_name, 'sources', m.citations,
        'attachmentIds', m.attachment_ids, 'createdAt', m.created_at) END AS message,
      CASE WHEN t.ticket_id IS NOT NULL THEN jsonb_build_object('number', t.number, 'reasons', t.reasons, 'summary', t.summary,
        'createdAt', t.created_at) END AS ticket,
      CASE WHEN h.ticket_event_id IS NOT NULL THEN jsonb_build_object('state', h.state,
        'reasons', CASE h.reasons WHEN '{}' THEN t.reasons ELSE h.reasons END, 'actor',
        CASE WHEN h.actor_id IS NOT NULL THEN jsonb_build_object('operatorId', h.actor_id, 'name', h.actor_name) END) END AS handoff,
      CASE WHEN c.session_id IS NOT NULL THEN jsonb_build_object('userId', c.user_id, 'userVerified', c.user_verified,
        'metadata', c.metadata) END AS session
    FROM webhook_outbox o
    LEFT JOIN conversations c ON c.session_id = o.session_id
    LEFT JOIN messages m ON o.type = 'message.created' AND m.message_id = o.subject_id
    LEFT JOIN ticket_events h ON o.type LIKE 'handoff.%' AND h.ticket_event_id = o.subject_id
    LEFT JOIN tickets t ON t.ticket_id = o.facts ->> 'ticketId'
    WHERE o.endpoint_id = $1 AND o.position = $2`,
};

/**
 * What is sent of an event, with its text as the record has it now; of a deleted conversation ids only. Undefined when the event is no
 * longer in the outbox.
 */
export async function readBody(
  sql: Sql,
  { endpointId, position }: { readonly endpointId: string; readonly position: string },
): Promise<WebhookBody | undefined> {
  const [row] = await sql.query<ContentRow>(CONTENT, [endpointId, position]);
  return row && { type: row.type, timestamp: row.occurredAt.toISOString(), data: dataOf(row) };
}

function dataOf(row: ContentRow): Record<string, unknown> {
  const { sessionId, subjectId, deleted, facts } = row;
  const [family = ''] = row.type.split('.');
  switch (family) {
    case 'webhook':
      return { webhookId: row.endpointId };
    case 'message': {
      const { message } = row;
      if (deleted || !message) return { sessionId, messageId: subjectId, deleted: true };
      return { sessionId, messageId: subjectId, deleted, message: { ...message, createdAt: iso(message.createdAt) } };
    }
    case 'ticket': {
      const { ticketId, changed } = facts;
      if (deleted || !row.ticket) return { sessionId, ticketId, deleted: true };
      return { sessionId, ticketId, deleted, ticket: ticketOf(row, row.ticket), ...(changed ? { changed } : {}) };
    }
    case 'handoff': {
      const { ticketId } = facts;
      if (deleted || !row.ticket || !row.handoff) return { sessionId, ticketId, deleted: true };
      return { sessionId, ticketId, deleted, ...handoffOf(ticketId, row.ticket.number, row.handoff) };
    }
    default:
      return deleted || row.type === 'session.deleted'
        ? { sessionId, deleted: true }
        : { sessionId, deleted, session: row.session };
  }
}

/** The ticket as it was: what can change is of the event, the rest of now. */
function ticketOf({ sessionId, facts, occurredAt }: ContentRow, ticket: NonNullable<ContentRow['ticket']>): Ticket {
  const { ticketId, status, priority, handoffState, assignee } = facts;
  const { number, reasons, summary } = ticket;
  return {
    ...{ ticketId, number, sessionId, status, priority, reasons, handoffState, assignee, summary },
    createdAt: iso(ticket.createdAt),
    updatedAt: occurredAt.toISOString(),
  };
}

function handoffOf(
  ticketId: string,
  number: number,
  { state, reasons, actor }: NonNullable<ContentRow['handoff']>,
): { readonly handoff: Handoff; readonly actor: Ticket['assignee'] } {
  const hasPerson = state === 'assigned' || state === 'active';
  return { handoff: { state, ticketId, number, reasons, agentName: hasPerson && actor ? actor.name : null }, actor };
}

/** JSON made by Postgres writes the zone as +00:00. */
function iso(time: string): string {
  return new Date(time).toISOString();
}
