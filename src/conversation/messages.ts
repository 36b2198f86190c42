import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { type SqlStatement } from '../database/sql.js';
import { type Citation } from '@frontdesk/client';

/** A message on record. `seq` counts the messages of its session from 1, without gaps. */
export interface StoredMessage {
  readonly messageId: string;
  readonly seq: number;
  readonly role: 'customer' | 'agent' | 'human' | 'system';
  readonly message: string;
  readonly clientMessageId: string | null;
  /** Who of the company wrote it, when a person did. */
  readonly authorName: string | null;
  readonly sources: readonly Citation[];
  readonly createdAt: Date;
}

/** What a customer thinks of one reply. */
export interface Feedback {
  readonly rating: 'like' | 'dislike';
  readonly reason: string | null;
  readonly comment: string | null;
}

const LIST: SqlStatement = {
  name: 'messages_list',
  text: `
    SELECT message_id AS "messageId", seq, role, content AS message, client_message_id AS "clientMessageId", author_name AS "authorName",
      citations AS sources, created_at AS "createdAt"
    FROM messages WHERE session_id = $1 AND seq > $2 ORDER BY seq LIMIT $3`,
};

const RATE: SqlStatement = {
  name: 'messages_rate',
  text: `
    INSERT INTO feedback (message_id, session_id, rating, reason, comment, updated_at)
    SELECT message_id, session_id, $3, $4, $5, $6 FROM messages
    WHERE session_id = $1 AND message_id = $2 AND role <> 'customer'
    ON CONFLICT (message_id) DO UPDATE
    SET rating = excluded.rating, reason = excluded.reason, comment = excluded.comment, updated_at = excluded.updated_at
    RETURNING message_id`,
};

/** The messages of a conversation, for reading and rating. */
@Injectable()
export class Messages {
  constructor(private readonly database: Database) {}

  /** At most `limit` messages after `afterSeq`, oldest first. */
  list(sessionId: string, afterSeq: number, limit: number): Promise<StoredMessage[]> {
    return this.database.query<StoredMessage>(LIST, [sessionId, afterSeq, limit]);
  }

  /** One opinion a reply: a later one replaces it. False when the session has no such reply. */
  async rate(sessionId: string, messageId: string, feedback: Feedback, at: Date): Promise<boolean> {
    const values = [sessionId, messageId, feedback.rating, feedback.reason, feedback.comment, at];
    return (await this.database.query(RATE, values)).length > 0;
  }
}
