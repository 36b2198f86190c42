import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { type Sql, type SqlStatement } from '../database/sql.js';
import { COUNT_ROWS, type RemovedRows } from './removed-rows.js';

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
  /** Session tokens of a lower generation are revoked. */
  readonly tokenGeneration: number;
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
      message_count AS "messageCount", last_event_seq AS "lastEventSeq", token_generation AS "tokenGeneration", escalated, metadata,
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

/** Somebody who is verified already stays who they are. */
const IDENTIFY: SqlStatement = {
  name: 'conversation_identify',
  text: `
    UPDATE conversations SET user_id = $2, user_verified = true, updated_at = $3
    WHERE session_id = $1 AND deleted_at IS NULL AND (NOT user_verified OR user_id IS NULL OR user_id = $2)
    RETURNING session_id`,
};

/** Noted as unprojected: the session store will be told, whatever happens to this process. */
const REVOKE_TOKENS: SqlStatement = {
  name: 'conversation_revoke_tokens',
  text: `
    UPDATE conversations SET token_generation = token_generation + 1, updated_at = $2, unprojected_since = $2
    WHERE session_id = $1 AND deleted_at IS NULL AND ($3::integer IS NULL OR token_generation = $3)
    RETURNING token_generation AS generation`,
};

/**
 * The epoch moves, so that a turn still running can't commit; the row stays, so that the id is never used again, and is noted as
 * unprojected: whatever happens now, the session store will be told.
 */
const BURY: SqlStatement = {
  name: 'conversation_bury',
  text: `
    UPDATE conversations
    SET deleted_at = $2, updated_at = $2, unprojected_since = $2, epoch = epoch + 1, user_id = NULL,
      user_verified = false, metadata = '{}'
    WHERE session_id = $1 AND deleted_at IS NULL AND ($3::timestamptz IS NULL OR updated_at < $3) RETURNING session_id`,
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

/** What an erasure counts is what it removes: until it commits, nobody adds to a conversation whose row it holds. */
const LOCK: SqlStatement = {
  name: 'conversation_lock',
  text: `SELECT session_id FROM conversations WHERE session_id = $1 AND deleted_at IS NULL FOR UPDATE`,
};

const ERASE_TICKETS: SqlStatement = {
  name: 'conversation_erase_tickets',
  text: `DELETE FROM tickets WHERE session_id = $1`,
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

  /** The conversation is of `userId`, who has proved it. False: there is none, or it is of another verified customer. */
  async identify(sessionId: string, userId: string, at: Date): Promise<boolean> {
    return (await this.database.query(IDENTIFY, [sessionId, userId, at])).length > 0;
  }

  /**
   * From now on all tokens of earlier generations than the answer are revoked. With `from` only if that is the latest one. Undefined
   * when there is no such conversation, it was deleted, or `from` is outdated.
   */
  async revokeTokens(sessionId: string, at: Date, from: number | null): Promise<number | undefined> {
    const [raised] = await this.database.query<{ generation: number }>(REVOKE_TOKENS, [sessionId, at, from]);
    return raised?.generation;
  }

  /**
   * Removes everything that was said, with turns, memories, files and feedback, and keeps a tombstone. False when there was nothing to
   * delete, or something happened in it since `idleSince`, if that is given.
   */
  async delete(sessionId: string, at: Date, idleSince: Date | null = null): Promise<boolean> {
    return this.database.transaction(async (sql) => {
      if ((await sql.query(BURY, [sessionId, at, idleSince])).length === 0) return false;
      await sql.query(WIPE, [sessionId, at]);
      return true;
    });
  }

  /**
   * Like `delete`, and its tickets go too, which a deletion keeps as closed and empty. `witness` writes what was removed, in the same
   * transaction and with its `sql` alone. False, without asking the witness, when there was nothing to delete.
   */
  async erase(
    sessionId: string,
    at: Date,
    witness: (sql: Sql, removed: RemovedRows) => Promise<void>,
  ): Promise<boolean> {
    return this.database.transaction(async (sql) => {
      if ((await sql.query(LOCK, [sessionId])).length === 0) return false;
      const [removed] = await sql.query<RemovedRows>(COUNT_ROWS, [sessionId]);
      if (!removed) throw new Error('a count has one row');
      await sql.query(BURY, [sessionId, at, null]);
      await sql.query(WIPE, [sessionId, at]);
      await sql.query(ERASE_TICKETS, [sessionId]);
      await witness(sql, removed);
      return true;
    });
  }
}
