import { type SqlStatement } from '../database/sql.js';

/** Two erasures of one customer that are asked for at once are one. Its number is chosen at random, beside that of the webhooks. */
export const LOCK_SUBJECT: SqlStatement = {
  name: 'erasure_lock_subject',
  text: `SELECT pg_advisory_xact_lock(7361423, hashtext($1))`,
};

export const FIND_OPEN: SqlStatement = {
  name: 'erasure_find_open',
  text: `
    SELECT receipt_id AS "receiptId" FROM erasures
    WHERE subject_hash = ANY ($1::text[]) AND erased_at IS NULL ORDER BY requested_at LIMIT 1 FOR UPDATE`,
};

/** $5 counts claimed sessions that are left out; an erasure that is under way is given the number of today. */
export const OPEN: SqlStatement = {
  name: 'erasure_open',
  text: `
    INSERT INTO erasures (receipt_id, subject_hash, requested_at, claimed_left_out)
    SELECT $1, $2, $3, CASE WHEN $5 THEN 0 ELSE
      (SELECT count(*)::int FROM conversations WHERE user_id = $4 AND deleted_at IS NULL AND NOT user_verified) END
    ON CONFLICT (receipt_id) DO UPDATE SET claimed_left_out = excluded.claimed_left_out`,
};

/** $3 whether claimed ones count, $4 the stores that each may be found in. */
export const ADD_SESSIONS: SqlStatement = {
  name: 'erasure_add_sessions',
  text: `
    INSERT INTO erasure_sessions (receipt_id, session_id, pending)
    SELECT $1, session_id, $4::text[] FROM conversations
    WHERE user_id = $2 AND deleted_at IS NULL AND (user_verified OR $3)
    ON CONFLICT (receipt_id, session_id) DO NOTHING`,
};

/** Adds $4 to the counts of a session, and says where it may still be found. */
export const NOTE: SqlStatement = {
  name: 'erasure_note',
  text: `
    UPDATE erasure_sessions SET pending = $3::text[], counts = (
      SELECT coalesce(jsonb_object_agg(key, total), '{}') FROM (
        SELECT key, sum(value::int) AS total
        FROM (SELECT * FROM jsonb_each_text(counts) UNION ALL SELECT * FROM jsonb_each_text($4::jsonb)) AS each
        GROUP BY key) AS summed)
    WHERE receipt_id = $1 AND session_id = $2`,
};

export const WAITING: SqlStatement = {
  name: 'erasure_waiting',
  text: `
    SELECT session_id AS "sessionId", pending FROM erasure_sessions
    WHERE receipt_id = $1 AND pending <> '{}' AND session_id > $2 ORDER BY session_id LIMIT $3`,
};

export const LOCK: SqlStatement = {
  name: 'erasure_lock',
  text: `SELECT receipt_id FROM erasures WHERE receipt_id = $1 AND erased_at IS NULL FOR UPDATE`,
};

/**
 * When nothing waits any more: sums up, and forgets which sessions it was about. One that was about none left nothing in the database's files.
 * Only under LOCK.
 */
export const FINISH: SqlStatement = {
  name: 'erasure_finish',
  text: `
    WITH finished AS (
      UPDATE erasures SET erased_at = $2,
        files_cleaned_at = CASE WHEN EXISTS (SELECT FROM erasure_sessions WHERE receipt_id = $1) THEN NULL ELSE $2::timestamptz END,
        counts = (
        SELECT coalesce(jsonb_object_agg(key, total), '{}') FROM (
          SELECT key, sum(value::int) AS total FROM erasure_sessions s, jsonb_each_text(s.counts)
          WHERE s.receipt_id = $1 GROUP BY key) AS summed)
      WHERE receipt_id = $1 AND NOT EXISTS (SELECT FROM erasure_sessions WHERE receipt_id = $1 AND pending <> '{}')
      RETURNING receipt_id
    )
    DELETE FROM erasure_sessions s USING finished WHERE s.receipt_id = finished.receipt_id`,
};

/** What has been counted is in the row of the erasure when it is done, and until then in those of its sessions. */
export const RECORD: SqlStatement = {
  name: 'erasure_record',
  text: `
    SELECT receipt_id AS "receiptId", requested_at AS "requestedAt", erased_at AS "erasedAt", claimed_left_out AS "claimedLeftOut",
      CASE WHEN erased_at IS NOT NULL THEN counts ELSE coalesce((
        SELECT jsonb_object_agg(key, total) FROM (
          SELECT key, sum(value::int) AS total FROM erasure_sessions s, jsonb_each_text(s.counts)
          WHERE s.receipt_id = $1 GROUP BY key) AS summed), '{}') END AS counts,
      coalesce(CASE WHEN erased_at IS NOT NULL THEN (counts ->> 'attachments')::int ELSE (
        SELECT sum((s.counts ->> 'attachments')::int)::int FROM erasure_sessions s
        WHERE s.receipt_id = $1 AND NOT 'files' = ANY (s.pending)) END, 0) AS "blobsGone",
      coalesce((
        SELECT jsonb_object_agg(store, sessions) FROM (
          SELECT store, count(*)::int AS sessions FROM erasure_sessions s, unnest(s.pending) AS store
          WHERE s.receipt_id = $1 GROUP BY store) AS left_over), '{}') AS pending
    FROM erasures WHERE receipt_id = $1`,
};

export const EARLIER: SqlStatement = {
  name: 'erasure_earlier',
  text: `
    SELECT receipt_id AS "receiptId" FROM erasures WHERE subject_hash = ANY ($1::text[]) AND receipt_id <> $2
    ORDER BY requested_at DESC LIMIT 100`,
};

export const UNDER_WAY: SqlStatement = {
  name: 'erasures_under_way',
  text: `SELECT receipt_id AS "receiptId" FROM erasures WHERE erased_at IS NULL ORDER BY requested_at LIMIT $1`,
};

/** Done on record, but the embedded database's files may still hold what was deleted. */
export const IN_FILES: SqlStatement = {
  name: 'erasures_in_files',
  text: `SELECT receipt_id AS "receiptId" FROM erasures WHERE erased_at IS NOT NULL AND files_cleaned_at IS NULL LIMIT $1`,
};

export const CLEANED: SqlStatement = {
  name: 'erasures_cleaned',
  text: `UPDATE erasures SET files_cleaned_at = $2 WHERE receipt_id = ANY ($1::text[])`,
};
