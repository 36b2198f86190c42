import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { type SqlStatement } from '../database/sql.js';

const LOCK: SqlStatement = {
  name: 'old_messages_lock',
  text: `SELECT session_id FROM conversations WHERE session_id = $1 AND deleted_at IS NULL FOR NO KEY UPDATE`,
};

/**
 * Only the beginning of a conversation goes, so that what remains is numbered without gaps. It ends before the first young message, before
 * the questions of answers that are young, and before a question that is being answered. Turns, ratings and memories go with their
 * messages. Marking the conversation moves its row: a turn that began to open meanwhile sees that and reads again.
 */
const REMOVE: SqlStatement = {
  name: 'old_messages_remove',
  text: `
    WITH kept AS (
      SELECT least(
        (SELECT min(seq) FROM messages WHERE session_id = $1 AND created_at >= $2),
        (SELECT min(asked.seq) FROM turns t
          JOIN messages asked ON asked.session_id = $1 AND (asked.message_id = t.customer_message_id OR asked.answered_by = t.turn_id)
          LEFT JOIN messages reply ON reply.message_id = t.reply_message_id
          WHERE t.session_id = $1 AND (t.status = 'processing' OR reply.created_at >= $2))) AS from_seq
    ), due AS (
      SELECT message_id, seq FROM messages, kept
      WHERE session_id = $1 AND created_at < $2 AND (from_seq IS NULL OR seq < from_seq) ORDER BY seq LIMIT $3
    ), marked AS (
      UPDATE conversations SET forgotten_through_seq = greatest(forgotten_through_seq, (SELECT max(seq) FROM due))
      WHERE session_id = $1 AND EXISTS (SELECT FROM due)
    )
    DELETE FROM messages WHERE message_id IN (SELECT message_id FROM due) RETURNING message_id`,
};

/** Removes what was said long ago from conversations that go on. */
@Injectable()
export class OldMessages {
  constructor(private readonly database: Database) {}

  /** Removes at most `limit` messages of a session from before `before`, oldest first; answers how many. */
  async remove(sessionId: string, before: Date, limit: number): Promise<number> {
    return this.database.transaction(async (sql) => {
      if ((await sql.query(LOCK, [sessionId])).length === 0) return 0;
      return (await sql.query(REMOVE, [sessionId, before, limit])).length;
    });
  }
}
