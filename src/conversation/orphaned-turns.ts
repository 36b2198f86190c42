import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { type SqlStatement } from '../database/sql.js';

/** A stored message that may have nobody who answers it. */
export interface OrphanedTurn {
  readonly turnId: string;
  readonly sessionId: string;
  readonly messageId: string;
  readonly message: string;
  readonly attachmentIds: readonly string[];
  /** Turns that were opened for the message so far. */
  readonly attempts: number;
  readonly startedAt: Date;
}

/** Turns looked at in one go. */
const MOST = 200;
/** A message whose turns were lost this often may be what kills them; it is taken up no more. */
export const MOST_ATTEMPTS = 4;

/**
 * Turns that nobody ended: their process may be gone, or only slow. And messages whose turn was interrupted for a newer one that never
 * came. Both by partial indexes that hold next to nothing.
 */
const FIND: SqlStatement = {
  name: 'turns_orphaned',
  text: `
    SELECT t.turn_id AS "turnId", t.session_id AS "sessionId", m.message_id AS "messageId", m.content AS message,
      m.attachment_ids AS "attachmentIds", t.started_at AS "startedAt",
      (SELECT count(*)::int FROM turns WHERE customer_message_id = m.message_id) AS attempts
    FROM (
      SELECT turn_id, session_id, customer_message_id, started_at FROM turns
      WHERE status = 'processing' AND started_at < $1
      UNION ALL
      (SELECT DISTINCT ON (session_id) turn_id, session_id, customer_message_id, started_at FROM turns t
      WHERE status = 'cancelled' AND error_code = 'turn_interrupted' AND ended_at < $1
        AND NOT EXISTS (
          SELECT FROM turns later
          WHERE later.session_id = t.session_id AND later.epoch > t.epoch AND later.status IN ('processing', 'completed'))
        AND (SELECT count(*) FROM turns a WHERE a.customer_message_id = t.customer_message_id) < ${MOST_ATTEMPTS}
      ORDER BY session_id, epoch DESC)
    ) t
    JOIN messages m ON m.message_id = t.customer_message_id
    JOIN conversations c ON c.session_id = t.session_id AND c.deleted_at IS NULL AND c.handler <> 'human'
    WHERE t.turn_id <> ALL ($2::text[])
    ORDER BY t.started_at LIMIT ${MOST}`,
};

/** Finds messages that were stored and may be forgotten. */
@Injectable()
export class OrphanedTurns {
  constructor(private readonly database: Database) {}

  /** Turns that began (or were interrupted) before `before`, oldest first, without those of `except`. */
  find(before: Date, except: readonly string[]): Promise<OrphanedTurn[]> {
    return this.database.query<OrphanedTurn>(FIND, [before, except]);
  }
}
