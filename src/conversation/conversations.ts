import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { type SqlStatement } from '../database/sql.js';

/** One conversation as it is on record. */
export interface Conversation {
  readonly sessionId: string;
  readonly threadId: string;
  readonly userId: string | null;
  readonly status: 'open' | 'pending' | 'snoozed' | 'resolved';
  readonly handler: 'ai' | 'human' | 'none';
  /** Messages accepted from the customer. */
  readonly messageCount: number;
  readonly lastEventSeq: number;
  readonly escalated: boolean;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly lastActivityAt: Date;
  readonly deletedAt: Date | null;
}

export interface NewConversation {
  readonly sessionId: string;
  readonly threadId: string;
  readonly userId: string | null;
  /** False: the caller only claims to be that user. */
  readonly userVerified: boolean;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly at: Date;
}

/** What of a conversation callers may change; absent means "leave". */
export interface ConversationPatch {
  readonly userId?: string | null;
  /** Per key: null removes it, any other value replaces it. */
  readonly metadata?: Readonly<Record<string, unknown>>;
}

const CREATE: SqlStatement = {
  name: 'conversation_create',
  text: `
    INSERT INTO conversations (session_id, thread_id, user_id, user_verified, metadata, created_at, updated_at, last_activity_at)
    VALUES ($1, $2, $3, $4, $5, $6, $6, $6) ON CONFLICT (session_id) DO NOTHING RETURNING session_id`,
};

const FIND: SqlStatement = {
  name: 'conversation_find',
  text: `
    SELECT session_id AS "sessionId", thread_id AS "threadId", user_id AS "userId", status, handler,
      message_count AS "messageCount", last_event_seq AS "lastEventSeq", escalated, metadata,
      created_at AS "createdAt", updated_at AS "updatedAt", last_activity_at AS "lastActivityAt", deleted_at AS "deletedAt"
    FROM conversations WHERE session_id = $1`,
};

const PATCH: SqlStatement = {
  name: 'conversation_patch',
  text: `
    UPDATE conversations
    SET user_id = CASE WHEN $2 THEN $3 ELSE user_id END, user_verified = user_verified AND NOT $2,
      metadata = (metadata || $4::jsonb) - ARRAY(SELECT key FROM jsonb_each($4::jsonb) WHERE value = 'null'), updated_at = $5
    WHERE session_id = $1 AND deleted_at IS NULL RETURNING session_id`,
};

/**
 * The epoch moves, so that a turn still running can't commit; the row stays, so that the id is never used again, and is noted as
 * unprojected: whatever happens now, the session store will be told.
 */
const BURY: SqlStatement = {
  name: 'conversation_bury',
  text: `
    UPDATE conversations
    SET deleted_at = $2, updated_at = $2, unprojected_since = $2, epoch = epoch + 1, user_id = NULL, metadata = '{}'
    WHERE session_id = $1 AND deleted_at IS NULL RETURNING session_id`,
};

/** A statement of its own: a turn that committed while BURY waited for its row is in no snapshot of that statement. */
const WIPE: SqlStatement = {
  name: 'conversation_wipe',
  text: `
    WITH closed AS (
      UPDATE tickets SET status = 'closed', note = NULL, summary = NULL, facts = '[]', updated_at = $2,
        handoff_state = CASE WHEN handoff_state IN ('returned', 'timed_out') THEN handoff_state ELSE 'cancelled' END,
        assignee_id = NULL, assignee_name = NULL, version = version + 1
      WHERE session_id = $1
    ), notes AS (
      DELETE FROM ticket_notes WHERE session_id = $1
    ), steps AS (
      DELETE FROM ticket_events WHERE session_id = $1
    )
    DELETE FROM messages WHERE session_id = $1`,
};

/** The record of conversations. Their messages are written by turns alone (`TurnLog`). */
@Injectable()
export class Conversations {
  constructor(private readonly database: Database) {}

  /** False when the id is taken, also by a deleted conversation. */
  async create({ sessionId, threadId, userId, userVerified, metadata, at }: NewConversation): Promise<boolean> {
    const values = [sessionId, threadId, userId, userVerified, JSON.stringify(metadata), at];
    return (await this.database.query(CREATE, values)).length > 0;
  }

  /** Also finds a deleted one, with `deletedAt` set. */
  async find(sessionId: string): Promise<Conversation | undefined> {
    const [conversation] = await this.database.query<Conversation>(FIND, [sessionId]);
    return conversation;
  }

  /** False when there is no such conversation, or it was deleted. */
  async patch(sessionId: string, { userId, metadata }: ConversationPatch, at: Date): Promise<boolean> {
    const values = [sessionId, userId !== undefined, userId ?? null, JSON.stringify(metadata ?? {}), at];
    return (await this.database.query(PATCH, values)).length > 0;
  }

  /** Removes everything that was said, with turns, memories, files and feedback, and keeps a tombstone. False when there was nothing to delete. */
  async delete(sessionId: string, at: Date): Promise<boolean> {
    return this.database.transaction(async (sql) => {
      if ((await sql.query(BURY, [sessionId, at])).length === 0) return false;
      await sql.query(WIPE, [sessionId, at]);
      return true;
    });
  }
}
