import { type SqlStatement } from '../database/sql.js';

/** $1 the user, $2 whether claimed sessions count too. */
const OF_USER = `user_id = $1 AND deleted_at IS NULL AND (user_verified OR $2)`;

export const COUNTS: SqlStatement = {
  name: 'export_counts',
  text: `
    WITH mine AS MATERIALIZED (SELECT session_id FROM conversations WHERE ${OF_USER})
    SELECT
      (SELECT count(*)::int FROM mine) AS sessions,
      (SELECT count(*)::int FROM messages JOIN mine USING (session_id)) AS messages,
      (SELECT count(*)::int FROM feedback f JOIN messages m USING (message_id) JOIN mine ON mine.session_id = m.session_id) AS feedback,
      (SELECT count(*)::int FROM turns JOIN mine USING (session_id)) AS turns,
      (SELECT count(*)::int FROM memories JOIN mine USING (session_id)) AS memories,
      (SELECT count(*)::int FROM attachments JOIN mine USING (session_id)) AS attachments,
      (SELECT count(*)::int FROM tickets JOIN mine USING (session_id)) AS tickets,
      (SELECT count(*)::int FROM ticket_notes n JOIN tickets t USING (ticket_id) JOIN mine ON mine.session_id = t.session_id) AS notes,
      (SELECT count(*)::int FROM conversations WHERE user_id = $1 AND deleted_at IS NULL AND NOT user_verified AND NOT $2)
        AS "claimedLeftOut"`,
};

export const SESSIONS: SqlStatement = {
  name: 'export_sessions',
  text: `
    SELECT session_id AS "sessionId", thread_id AS "threadId", user_id AS "userId", user_verified AS "userVerified", status, handler,
      message_count AS "messageCount", escalated, metadata, created_at AS "createdAt", updated_at AS "updatedAt",
      last_activity_at AS "lastActivityAt"
    FROM conversations WHERE ${OF_USER} AND session_id > $3 ORDER BY session_id LIMIT $4`,
};

/** Of each part: $1 the session, $2 where the page before ended, $3 how many. */
export const MESSAGES: SqlStatement = {
  name: 'export_messages',
  text: `
    SELECT m.message_id AS "messageId", m.seq, m.role, m.content AS message, m.citations AS sources,
      m.client_message_id AS "clientMessageId", m.attachment_ids AS "attachmentIds", m.author_name AS "authorName",
      m.created_at AS "createdAt",
      CASE WHEN f.message_id IS NOT NULL THEN jsonb_build_object(
        'rating', f.rating, 'reason', f.reason, 'comment', f.comment, 'updatedAt', f.updated_at) END AS feedback
    FROM messages m LEFT JOIN feedback f ON f.message_id = m.message_id
    WHERE m.session_id = $1 AND m.seq > $2 ORDER BY m.seq LIMIT $3`,
};

/** Every turn of a session has an epoch of its own. */
export const TURNS: SqlStatement = {
  name: 'export_turns',
  text: `
    SELECT turn_id AS "turnId", epoch, customer_message_id AS "messageId", reply_message_id AS "replyMessageId", status, decision, result,
      ticket_id AS "ticketId", error_code AS "errorCode", started_at AS "startedAt", ended_at AS "endedAt"
    FROM turns WHERE session_id = $1 AND epoch > $2 ORDER BY epoch LIMIT $3`,
};

export const MEMORIES: SqlStatement = {
  name: 'export_memories',
  text: `
    SELECT memory_id AS "memoryId", type, kind, value, importance, message_id AS "messageId", created_at AS "createdAt"
    FROM memories WHERE session_id = $1 AND memory_id > $2 ORDER BY memory_id LIMIT $3`,
};

export const ATTACHMENTS: SqlStatement = {
  name: 'export_attachments',
  text: `
    SELECT attachment_id AS "attachmentId", filename, media_type AS "mediaType", bytes, encode(sha256, 'hex') AS sha256, pages, truncated,
      created_at AS "createdAt", text
    FROM attachments WHERE session_id = $1 AND attachment_id > $2 ORDER BY attachment_id LIMIT $3`,
};

/** People of the desk are not the customer: those who wrote notes and moved the ticket are left out. */
export const TICKETS: SqlStatement = {
  name: 'export_tickets',
  text: `
    SELECT ticket_id AS "ticketId", number, status, priority, reasons, note, summary, facts, explanation,
      handoff_state AS "handoffState", claimed_at AS "claimedAt", timed_out_at AS "timedOutAt", solved_at AS "solvedAt",
      created_at AS "createdAt", updated_at AS "updatedAt",
      coalesce((
        SELECT jsonb_agg(jsonb_build_object('noteId', note_id, 'text', text, 'createdAt', created_at) ORDER BY created_at, note_id)
        FROM ticket_notes n WHERE n.ticket_id = t.ticket_id), '[]') AS notes,
      coalesce((
        SELECT jsonb_agg(jsonb_build_object('state', state, 'reasons', reasons, 'at', created_at) ORDER BY created_at, ticket_event_id)
        FROM ticket_events e WHERE e.ticket_id = t.ticket_id), '[]') AS history
    FROM tickets t WHERE session_id = $1 AND number > $2 ORDER BY number LIMIT $3`,
};
