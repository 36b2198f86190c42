import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { type SqlStatement } from '../database/sql.js';
import { type MemoryType } from './turn-record.js';

/** Something remembered of a customer, with the message it comes from; a summary names the last message it covers. */
export interface Memory {
  readonly memoryId: string;
  readonly type: MemoryType;
  readonly kind: string;
  readonly value: string;
  /** 0..1 when it was said; it counts for less as it ages. */
  readonly importance: number;
  readonly messageId: string;
  readonly createdAt: Date;
}

const LIST: SqlStatement = {
  name: 'memories_list',
  text: `
    SELECT memory_id AS "memoryId", type, kind, value, importance, message_id AS "messageId", created_at AS "createdAt"
    FROM memories WHERE session_id = $1 AND ($2::text IS NULL OR type = $2) ORDER BY created_at, memory_id`,
};

/** What is not summarised yet never will be, and a turn that runs now remembers nothing of what was said before. */
const FORGET_ALL: SqlStatement = {
  name: 'memories_forget_all',
  text: `
    WITH forgotten AS (
      UPDATE conversations SET forgotten_through_seq = last_seq WHERE session_id = $1 RETURNING session_id
    )
    DELETE FROM memories USING forgotten WHERE memories.session_id = forgotten.session_id`,
};

const FORGET_ONE: SqlStatement = {
  name: 'memories_forget_one',
  text: `DELETE FROM memories WHERE session_id = $1 AND memory_id = $2 RETURNING memory_id`,
};

const CLEAN_UP: SqlStatement = {
  name: 'memories_clean_up',
  text: `
    DELETE FROM memories WHERE memory_id IN (
      SELECT memory_id FROM memories WHERE created_at < $1 ORDER BY created_at LIMIT $2)
    RETURNING memory_id`,
};

/** What is remembered of a session. Turns write it; customers may read and forget it. */
@Injectable()
export class Memories {
  constructor(private readonly database: Database) {}

  /** Oldest first, of one type if given. */
  list(sessionId: string, type?: MemoryType): Promise<Memory[]> {
    return this.database.query<Memory>(LIST, [sessionId, type ?? null]);
  }

  /** Forgets all of a session, for good: also what a turn that is running now would remember. */
  async forget(sessionId: string): Promise<void> {
    await this.database.query(FORGET_ALL, [sessionId]);
  }

  /** Forgets one thing; false when the session remembers no such thing. */
  async forgetOne(sessionId: string, memoryId: string): Promise<boolean> {
    return (await this.database.query(FORGET_ONE, [sessionId, memoryId])).length > 0;
  }

  /** Removes at most `limit` memories from before `before`, oldest first; answers how many. */
  async cleanUp(before: Date, limit: number): Promise<number> {
    return (await this.database.query(CLEAN_UP, [before, limit])).length;
  }
}
