import { type Sql, type SqlStatement } from '../database/sql.js';
import { type WrittenMove } from './ticket-move.js';
import { type TicketRecord } from './ticket-record.js';

const LAST_STEP: SqlStatement = {
  name: 'ticket_last_step',
  text: `
    SELECT event.ticket_event_id AS id, event.event_seq AS "eventSeq", event.created_at AS at, c.epoch
    FROM ticket_events AS event JOIN conversations c USING (session_id)
    WHERE event.ticket_id = $1 AND event.event_seq IS NOT NULL
    ORDER BY event.event_seq DESC LIMIT 1`,
};

/** The latest step of a locked ticket that somebody has claimed, to be told again. */
export async function lastStep(sql: Sql, ticket: TicketRecord): Promise<WrittenMove> {
  const [row] = await sql.query<{ id: string; eventSeq: number; at: Date; epoch: number }>(LAST_STEP, [
    ticket.ticketId,
  ]);
  if (!row) throw new Error('a claimed ticket without a step in its history');
  const { id, eventSeq, at, epoch } = row;
  return { ticket, at, epoch, stateEvent: { id, eventSeq }, message: null };
}
