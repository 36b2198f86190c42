import { type SqlStatement } from '../../database/sql.js';

/** Longest vectors that pgvector indexes; longer ones are compared one by one. */
const MOST_INDEXED_DIMENSIONS = 2_000;

/** One preparation of the tables at a time, over all instances. */
export const LOCK_VECTORS: SqlStatement = {
  name: 'knowledge_lock_vectors',
  text: `SELECT pg_advisory_xact_lock(hashtext('knowledge.vectors'))`,
};

/** Whether pgvector can be had, and whether our tables are there. */
export const READ_SUPPORT: SqlStatement = {
  name: 'knowledge_vector_support',
  text: `
    SELECT EXISTS (SELECT FROM pg_available_extensions WHERE name = 'vector') AS available,
      to_regclass('knowledge_vectors') IS NOT NULL AS prepared`,
};

/**
 * The tables, made where embeddings are configured and not by a migration: most servers lack pgvector, and a schema must not
 * depend on what a server happens to have (docs/adr/0008). A vector goes with its chunk, and all of them with their settings.
 */
export const CREATE_TABLES: readonly SqlStatement[] = [
  `CREATE EXTENSION IF NOT EXISTS vector`,
  `CREATE TABLE IF NOT EXISTS knowledge_vector_settings (
    settings_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    settings text NOT NULL UNIQUE,
    dimensions integer NOT NULL,
    wanted_at timestamptz NOT NULL,
    failure text
  )`,
  `CREATE TABLE IF NOT EXISTS knowledge_vectors (
    chunk_id text NOT NULL REFERENCES knowledge_chunks ON DELETE CASCADE,
    settings_id integer NOT NULL REFERENCES knowledge_vector_settings ON DELETE CASCADE,
    embedding vector NOT NULL,
    PRIMARY KEY (chunk_id, settings_id)
  )`,
].map((text, index) => ({ name: `knowledge_vector_tables_${index + 1}`, text }));

/** $1 settings, $2 now: these settings, if vectors were made under them, are wanted by whoever started last. */
export const WANT_SETTINGS: SqlStatement = {
  name: 'knowledge_want_vector_settings',
  text: `UPDATE knowledge_vector_settings SET wanted_at = $2 WHERE settings = $1`,
};

/** $1 settings, $2 dimensions, $3 now. */
export const INSERT_SETTINGS: SqlStatement = {
  name: 'knowledge_insert_vector_settings',
  text: `
    INSERT INTO knowledge_vector_settings (settings, dimensions, wanted_at) VALUES ($1, $2, $3)
    ON CONFLICT (settings) DO UPDATE SET wanted_at = excluded.wanted_at
    RETURNING settings_id AS "settingsId", dimensions`,
};

/** An index of its own for each settings, as each has its own dimensions; none beyond what pgvector indexes. */
export function createVectorIndex(settingsId: number, dimensions: number): SqlStatement | undefined {
  if (dimensions > MOST_INDEXED_DIMENSIONS) return undefined;
  return {
    name: `knowledge_create_vector_index_${settingsId}`,
    text: `CREATE INDEX IF NOT EXISTS ${indexName(settingsId)} ON knowledge_vectors
      USING hnsw ((embedding::vector(${dimensions})) vector_cosine_ops) WHERE settings_id = ${settingsId}`,
  };
}

/** $1 settings id, $2 document and $3 ordinal to continue after, $4 how many -> chunks without a vector of the settings. */
export const FIND_MISSING: SqlStatement = {
  name: 'knowledge_find_missing_vectors',
  text: `
    SELECT c.chunk_id AS "chunkId", c.document, c.ordinal, d.title, c.heading, c.content
    FROM knowledge_chunks c JOIN knowledge_documents d ON d.number = c.document
    WHERE (c.document, c.ordinal) > ($2::int, $3::int)
      AND NOT EXISTS (SELECT FROM knowledge_vectors v WHERE v.chunk_id = c.chunk_id AND v.settings_id = $1)
    ORDER BY c.document, c.ordinal LIMIT $4`,
};

/** $1 settings id, $2 chunk ids, $3 vectors as text. A chunk that was deleted meanwhile gets none. */
export const INSERT_VECTORS: SqlStatement = {
  name: 'knowledge_insert_vectors',
  text: `
    INSERT INTO knowledge_vectors (settings_id, chunk_id, embedding)
    SELECT $1, c.chunk_id, made.embedding::vector
    FROM unnest($2::text[], $3::text[]) AS made (chunk_id, embedding) JOIN knowledge_chunks c USING (chunk_id)
    ON CONFLICT DO NOTHING`,
};

/** $1 settings -> as what they are stored, how far they are, and why the last run ended if it failed. */
export const READ_PROGRESS: SqlStatement = {
  name: 'knowledge_vector_progress',
  text: `
    SELECT s.settings_id AS "settingsId", s.dimensions, s.failure, chunks.total,
      (SELECT count(*) FROM knowledge_vectors v WHERE v.settings_id = s.settings_id)::int AS done
    FROM (SELECT count(*)::int AS total FROM knowledge_chunks) AS chunks
    LEFT JOIN knowledge_vector_settings s ON s.settings = $1`,
};

/** $1 settings id, $2 code of the failure; null: the last run went well. */
export const NOTE_FAILURE: SqlStatement = {
  name: 'knowledge_note_vector_failure',
  text: `UPDATE knowledge_vector_settings SET failure = $2 WHERE settings_id = $1 AND failure IS DISTINCT FROM $2`,
};

/** $1 settings id -> the ids of those that were wanted before it and are now gone, with their vectors. */
export const DELETE_OLDER_SETTINGS: SqlStatement = {
  name: 'knowledge_delete_older_vector_settings',
  text: `
    DELETE FROM knowledge_vector_settings
    WHERE settings_id <> $1 AND wanted_at <= (SELECT wanted_at FROM knowledge_vector_settings WHERE settings_id = $1)
    RETURNING settings_id AS "settingsId"`,
};

/** $1 settings id; their vectors go with them. */
export const DELETE_SETTINGS: SqlStatement = {
  name: 'knowledge_delete_vector_settings',
  text: `DELETE FROM knowledge_vector_settings WHERE settings_id = $1`,
};

export function dropVectorIndex(settingsId: number): SqlStatement {
  return {
    name: `knowledge_drop_vector_index_${settingsId}`,
    text: `DROP INDEX IF EXISTS ${indexName(settingsId)}`,
  };
}

function indexName(settingsId: number): string {
  return `knowledge_vectors_${settingsId}`;
}
