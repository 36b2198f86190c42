import { type SqlStatement } from '../database/sql.js';

/** Rows of one conversation that an erasure removes, by what they are. */
export interface RemovedRows {
  readonly messages: number;
  readonly turns: number;
  readonly memories: number;
  readonly feedback: number;
  readonly attachments: number;
  readonly attachmentChunks: number;
  readonly tickets: number;
  readonly ticketNotes: number;
  readonly ticketEvents: number;
}

/** Each by an index: feedback and notes have none on the session, but on what they belong to. */
export const COUNT_ROWS: SqlStatement = {
  name: 'conversation_count_rows',
  text: `
    SELECT
      (SELECT count(*)::int FROM messages WHERE session_id = $1) AS messages,
      (SELECT count(*)::int FROM turns WHERE session_id = $1) AS turns,
      (SELECT count(*)::int FROM memories WHERE session_id = $1) AS memories,
      (SELECT count(*)::int FROM feedback f JOIN messages m USING (message_id) WHERE m.session_id = $1) AS feedback,
      (SELECT count(*)::int FROM attachments WHERE session_id = $1) AS attachments,
      (SELECT count(*)::int FROM attachment_chunks WHERE session_id = $1) AS "attachmentChunks",
      (SELECT count(*)::int FROM tickets WHERE session_id = $1) AS tickets,
      (SELECT count(*)::int FROM ticket_notes n JOIN tickets t USING (ticket_id) WHERE t.session_id = $1) AS "ticketNotes",
      (SELECT count(*)::int FROM ticket_events e JOIN tickets t USING (ticket_id) WHERE t.session_id = $1) AS "ticketEvents"`,
};
