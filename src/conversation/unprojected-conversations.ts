import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { Database } from '../database/database.js';
import { type SqlStatement } from '../database/sql.js';

/** A conversation whose latest state the session store was not told of. */
export interface UnprojectedConversation {
  readonly sessionId: string;
  /** Moves with every turn and with a deletion: tells whether it changed since it was read. */
  readonly epoch: number;
  /** When that was last noted. */
  readonly since: Date;
}

const NOTE: SqlStatement = {
  name: 'conversation_note_unprojected',
  text: `UPDATE conversations SET unprojected_since = $2 WHERE session_id = $1`,
};

const LIST: SqlStatement = {
  name: 'conversations_unprojected',
  text: `
    SELECT session_id AS "sessionId", epoch, unprojected_since AS since FROM conversations
    WHERE unprojected_since IS NOT NULL ORDER BY unprojected_since, session_id LIMIT $1`,
};

const DONE: SqlStatement = {
  name: 'conversation_projected',
  text: `UPDATE conversations SET unprojected_since = NULL WHERE session_id = $1 AND epoch = $2 AND unprojected_since = $3`,
};

/**
 * What the session store has to be told when it is back. On record, so that any process can do it, also after the one that noted it
 * has died.
 */
@Injectable()
export class UnprojectedConversations {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async note(sessionId: string): Promise<void> {
    await this.database.query(NOTE, [sessionId, this.clock.date()]);
  }

  /** Up to `limit`, the oldest first. */
  list(limit: number): Promise<UnprojectedConversation[]> {
    return this.database.query<UnprojectedConversation>(LIST, [limit]);
  }

  /** Strikes it off the list, unless there is more to tell since it was read. */
  async done({ sessionId, epoch, since }: UnprojectedConversation): Promise<void> {
    await this.database.query(DONE, [sessionId, epoch, since]);
  }
}
