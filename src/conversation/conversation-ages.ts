import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { type SqlStatement } from '../database/sql.js';

/** What of a conversation is past its time. */
export interface ConversationAge {
  readonly sessionId: string;
  /** Nothing happened in it since the first of the two times. */
  readonly idle: boolean;
  /** Its oldest message is from before the second one. */
  readonly hasOldMessages: boolean;
}

/** By the primary key, and of the messages of each only the first by the index on their numbers: no index on ages slows down turns. */
const PAGE: SqlStatement = {
  name: 'conversation_ages',
  text: `
    SELECT session_id AS "sessionId", coalesce(updated_at < $3, false) AS idle,
      coalesce((SELECT created_at FROM messages m WHERE m.session_id = c.session_id ORDER BY seq LIMIT 1) < $4, false) AS "hasOldMessages"
    FROM conversations c WHERE session_id > $1 AND deleted_at IS NULL ORDER BY session_id LIMIT $2`,
};

/** Walks over all conversations, a page at a time, to see how old they are. */
@Injectable()
export class ConversationAges {
  constructor(private readonly database: Database) {}

  /** The next `limit` conversations after the session `after` ('' is before all), by id. Null: that age does not matter. */
  page(
    after: string,
    limit: number,
    times: { readonly idleBefore: Date | null; readonly messagesBefore: Date | null },
  ): Promise<ConversationAge[]> {
    return this.database.query<ConversationAge>(PAGE, [after, limit, times.idleBefore, times.messagesBefore]);
  }
}
