import { type SqlStatement } from '../database/sql.js';

export const ANY_ENABLED: SqlStatement = {
  name: 'webhook_any_enabled',
  text: `SELECT EXISTS (SELECT FROM webhook_endpoints WHERE enabled) AS wanted`,
};

/**
 * $1 now, $2 end of the lease, $3 endpoints of what this instance is sending already, $4 most of those for one endpoint, $5 most rows.
 * A row that another instance is claiming is passed over; only the first unfinished event of a session is ever pending.
 */
export const CLAIM: SqlStatement = {
  name: 'webhook_claim',
  text: `
    WITH due AS (
      SELECT ready.* FROM webhook_endpoints e CROSS JOIN LATERAL (
        SELECT o.endpoint_id, o.position, o.due_at FROM webhook_outbox o
        WHERE o.endpoint_id = e.endpoint_id AND o.status = 'pending' AND o.due_at <= $1
          AND (o.leased_until IS NULL OR o.leased_until <= $1)
        ORDER BY o.due_at, o.position
        LIMIT greatest(0, $4::int - (SELECT count(*) FROM unnest($3::text[]) AS busy (id) WHERE busy.id = e.endpoint_id))
        FOR UPDATE SKIP LOCKED
      ) AS ready
      WHERE e.enabled ORDER BY ready.due_at, ready.position LIMIT $5
    )
    UPDATE webhook_outbox o SET leased_until = $2, attempts = o.attempts + 1
    FROM due, webhook_endpoints e
    WHERE o.endpoint_id = due.endpoint_id AND o.position = due.position AND e.endpoint_id = due.endpoint_id
    RETURNING o.endpoint_id AS "endpointId", o.position::text, o.event_id AS "eventId", o.type, o.session_id AS "sessionId",
      o.attempts, o.leased_until AS "leasedUntil", e.url, e.failing_since AS "failingSince",
      CASE WHEN e.previous_secret_until > $1 THEN ARRAY[e.secret, e.previous_secret] ELSE ARRAY[e.secret] END AS secrets`,
};

/** The same lock as that of the triggers: meanwhile nothing of the session is put into the outbox. None for a test, which has no session. */
export const LOCK_SESSION: SqlStatement = {
  name: 'webhook_lock_session',
  text: `SELECT pg_advisory_xact_lock(7361421, hashtext($1))`,
};

/** The event is over, and the next one of its session has its turn. Only the holder of the lease may say so. */
export const SETTLE: SqlStatement = {
  name: 'webhook_settle',
  text: `
    WITH settled AS (
      UPDATE webhook_outbox SET status = $4, settled_at = $5, leased_until = NULL, last_status = $6, last_error = $7
      WHERE endpoint_id = $1 AND position = $2 AND leased_until = $3 AND status = 'pending'
      RETURNING endpoint_id, session_id
    ), next AS (
      UPDATE webhook_outbox o SET status = 'pending' FROM settled
      WHERE o.endpoint_id = settled.endpoint_id AND o.position = (
        SELECT min(position) FROM webhook_outbox behind
        WHERE behind.endpoint_id = settled.endpoint_id AND behind.session_id = settled.session_id AND behind.status = 'waiting')
    )
    SELECT FROM settled`,
};

export const POSTPONE: SqlStatement = {
  name: 'webhook_postpone',
  text: `
    UPDATE webhook_outbox SET leased_until = NULL, due_at = $4, last_status = $5, last_error = $6
    WHERE endpoint_id = $1 AND position = $2 AND leased_until = $3 AND status = 'pending' RETURNING position`,
};

/** As if it had never been claimed. */
export const GIVE_BACK: SqlStatement = {
  name: 'webhook_give_back',
  text: `
    UPDATE webhook_outbox SET leased_until = NULL, attempts = attempts - 1
    WHERE endpoint_id = $1 AND position = $2 AND leased_until = $3 AND status = 'pending'`,
};

export const MARK_WELL: SqlStatement = {
  name: 'webhook_mark_well',
  text: `UPDATE webhook_endpoints SET failing_since = NULL WHERE endpoint_id = $1 AND failing_since IS NOT NULL`,
};

export const MARK_FAILING: SqlStatement = {
  name: 'webhook_mark_failing',
  text: `UPDATE webhook_endpoints SET failing_since = $2 WHERE endpoint_id = $1 AND failing_since IS NULL`,
};

export const DISABLE: SqlStatement = {
  name: 'webhook_disable',
  text: `
    UPDATE webhook_endpoints SET enabled = false, disabled_reason = $2, disabled_at = $3, updated_at = $3
    WHERE endpoint_id = $1 AND enabled RETURNING endpoint_id`,
};
