import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { type SqlStatement } from '../database/sql.js';

/** Something remembered of a customer, with the message it comes from. */
export interface Memory {
  readonly memoryId: string;
  readonly type: 'fact';
  readonly kind: string;
  readonly value: string;
  readonly messageId: string;
  readonly createdAt: Date;
}

const LIST: SqlStatement = {
  name: 'memories_list',
  text: `
    SELECT memory_id AS "memoryId", type, kind, value, message_id AS "messageId", created_at AS "createdAt"
    FROM memories WHERE session_id = $1 ORDER BY created_at, memory_id`,
};

const FORGET: SqlStatement = { name: 'memories_forget', text: `DELETE FROM memories WHERE session_id = $1` };

/** What is remembered of a session. Turns write it; customers may read and forget it. */
@Injectable()
export class Memories {
  constructor(private readonly database: Database) {}

  /** Oldest first. */
  list(sessionId: string): Promise<Memory[]> {
    return this.database.query<Memory>(LIST, [sessionId]);
  }

  /** Forgets all of a session. */
  async forget(sessionId: string): Promise<void> {
    await this.database.query(FORGET, [sessionId]);
  }
}
