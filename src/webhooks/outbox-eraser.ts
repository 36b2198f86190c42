import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { type SqlStatement } from '../database/sql.js';
import { LOCK_SESSION } from './outbox-statements.js';

/** What is told or need not be told any more. That a session was deleted is still told to whoever was told of it. */
const ERASE: SqlStatement = {
  name: 'webhook_erase_session',
  text: `
    DELETE FROM webhook_outbox
    WHERE session_id = $1 AND (type <> 'session.deleted' OR status IN ('delivered', 'dead')) RETURNING position`,
};

/** It may have waited for one that is gone now. */
const ADVANCE: SqlStatement = {
  name: 'webhook_advance_deletion',
  text: `
    UPDATE webhook_outbox SET status = 'pending'
    WHERE session_id = $1 AND type = 'session.deleted' AND status = 'waiting'`,
};

/** Removes a deleted session from the outbox. */
@Injectable()
export class OutboxEraser {
  constructor(private readonly database: Database) {}

  /** Removes all deliveries of the session but the notice of its deletion; answers how many. */
  async erase(sessionId: string): Promise<number> {
    return this.database.transaction(async (sql) => {
      await sql.query(LOCK_SESSION, [sessionId]);
      const removed = await sql.query(ERASE, [sessionId]);
      await sql.query(ADVANCE, [sessionId]);
      return removed.length;
    });
  }
}
