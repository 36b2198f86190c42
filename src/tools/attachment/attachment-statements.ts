import { type SqlStatement } from '../../database/sql.js';
import { storedLanguage } from '../../knowledge/index-statements.js';

/** Longest preview, in characters. */
const PREVIEW = 300;

const COLUMNS = `
  attachment_id AS "attachmentId", session_id AS "sessionId", filename, media_type AS "mediaType", bytes, status, pages,
  text_chars AS "textChars", truncated, left(text, ${PREVIEW}) AS preview, created_at AS "createdAt"`;

export const FIND: SqlStatement = {
  name: 'attachment_find',
  text: `SELECT ${COLUMNS} FROM attachments WHERE attachment_id = $1`,
};

export const FIND_SAME: SqlStatement = {
  name: 'attachment_find_same',
  text: `SELECT ${COLUMNS} FROM attachments WHERE session_id = $1 AND sha256 = $2`,
};

export const LIST: SqlStatement = {
  name: 'attachment_list',
  text: `SELECT ${COLUMNS} FROM attachments WHERE session_id = $1 ORDER BY created_at, attachment_id`,
};

export const TEXT: SqlStatement = {
  name: 'attachment_text',
  text: `SELECT text, truncated FROM attachments WHERE attachment_id = $1`,
};

/** The trigger on the table puts its blob on the list of those to delete. */
export const DELETE: SqlStatement = {
  name: 'attachment_delete',
  text: `DELETE FROM attachments WHERE attachment_id = $1 RETURNING attachment_id`,
};

/** What a session holds. */
export const HELD: SqlStatement = {
  name: 'attachment_held',
  text: `SELECT count(*)::int AS files, coalesce(sum(bytes), 0)::float8 AS bytes FROM attachments WHERE session_id = $1`,
};

/** Puts a blob that is about to be written on the list of those to delete, for the case that its row never comes. */
export const RESERVE_BLOB: SqlStatement = {
  name: 'attachment_reserve_blob',
  text: `INSERT INTO attachment_blobs_to_delete (storage_key, not_before) VALUES ($1, $2)`,
};

/** Its row will not come. */
export const RELEASE_BLOB: SqlStatement = {
  name: 'attachment_release_blob',
  text: `UPDATE attachment_blobs_to_delete SET not_before = '-infinity' WHERE storage_key = $1`,
};

/**
 * Stores a file with its chunks and takes its blob off the list, in the knowledge base's language of this instant. No row comes back
 * when the session has the same content already, or the blob is not on the list any more: then the caller rolls back.
 * $1-$12 the file, $13, $14 words and grams of its name and title; $15-$21 the chunks: id, label, content, start, end, words, grams.
 */
export const INSERT: SqlStatement = {
  name: 'attachment_insert',
  text: `
    WITH settings AS MATERIALIZED (${storedLanguage}
    ), kept AS (
      DELETE FROM attachment_blobs_to_delete WHERE storage_key = $11 RETURNING storage_key
    ), added AS (
      INSERT INTO attachments (attachment_id, session_id, filename, media_type, bytes, sha256, pages, text, text_chars, truncated,
        storage_key, created_at, language, name_terms)
      SELECT $1, $2, $3, $4, $5, $6::bytea, $7::int, $8, $9, $10, storage_key, $12, language,
        to_tsvector(language, $13) || to_tsvector('pg_catalog.simple', $14)
      FROM settings CROSS JOIN kept
      ON CONFLICT (session_id, sha256) DO NOTHING
      RETURNING attachment_id, session_id
    ), stored AS (
      INSERT INTO attachment_chunks (chunk_id, attachment_id, session_id, ordinal, label, content, start_offset, end_offset, terms)
      SELECT chunk_id, attachment_id, session_id, ordinal - 1, label, content, start_offset, end_offset,
        to_tsvector(language, words) || to_tsvector('pg_catalog.simple', grams)
      FROM added CROSS JOIN settings CROSS JOIN
        unnest($15::text[], $16::text[], $17::text[], $18::int[], $19::int[], $20::text[], $21::text[]) WITH ORDINALITY
          AS t (chunk_id, label, content, start_offset, end_offset, words, grams, ordinal)
    )
    SELECT attachment_id FROM added`,
};

/**
 * Files of one session are admitted one after the other, and none after the session was deleted: whoever holds its row knows. Asked
 * after INSERT, so that a turn of the same session waits for a count and not for an index.
 */
export const LOCK_CONVERSATION: SqlStatement = {
  name: 'attachment_lock_conversation',
  text: `SELECT session_id FROM conversations WHERE session_id = $1 AND deleted_at IS NULL FOR NO KEY UPDATE`,
};
