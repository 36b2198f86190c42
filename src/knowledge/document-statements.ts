import { type SqlStatement } from '../database/sql.js';

/**
 * One writer of the knowledge base at a time, over all instances, until its transaction ends: document frequencies are counted
 * up and down on rows that most documents share, and taking those in any order would deadlock. Searches never wait for it.
 */
export const LOCK_WRITER: SqlStatement = {
  name: 'knowledge_lock_writer',
  text: `SELECT pg_advisory_xact_lock(hashtext('knowledge.writer'))`,
};

/** $1 content hashes -> which are stored, and as what. */
export const FIND_BY_HASH: SqlStatement = {
  name: 'knowledge_find_by_hash',
  text: `
    SELECT encode(content_hash, 'hex') AS hash, document_id AS "documentId", chunk_count AS chunks
    FROM knowledge_documents WHERE content_hash = ANY ($1::bytea[])`,
};

/** $1-$8 one array per column, $9 the time. */
export const INSERT_DOCUMENTS: SqlStatement = {
  name: 'knowledge_insert_documents',
  text: `
    INSERT INTO knowledge_documents (document_id, title, text, source, url, metadata, content_hash, chunk_count, created_at)
    SELECT t.*, $9 FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::jsonb[], $7::bytea[], $8::int[]) AS t
    RETURNING document_id AS "documentId", number`,
};

/** $1-$7 one array per column. */
export const INSERT_CHUNKS: SqlStatement = {
  name: 'knowledge_insert_chunks',
  text: `
    INSERT INTO knowledge_chunks (chunk_id, document, ordinal, heading, content, start_offset, end_offset)
    SELECT * FROM unnest($1::text[], $2::int[], $3::int[], $4::text[], $5::text[], $6::int[], $7::int[])`,
};

/** $1 document id -> its number, if it was there; its chunks go with it. */
export const DELETE_DOCUMENT: SqlStatement = {
  name: 'knowledge_delete_document',
  text: `DELETE FROM knowledge_documents WHERE document_id = $1 RETURNING number`,
};

const SUMMARY = `
  document_id AS "documentId", title, source, url, metadata, chunk_count AS chunks, created_at AS "createdAt"`;

/** Newest first. $1 the number to continue below (null: from the newest), $2 how many. */
export const LIST_DOCUMENTS: SqlStatement = {
  name: 'knowledge_list_documents',
  text: `
    SELECT ${SUMMARY}, left(text, 200) AS text, number FROM knowledge_documents
    WHERE $1::int IS NULL OR number < $1 ORDER BY number DESC LIMIT $2`,
};

/** $1 document id. */
export const GET_DOCUMENT: SqlStatement = {
  name: 'knowledge_get_document',
  text: `SELECT ${SUMMARY}, text FROM knowledge_documents WHERE document_id = $1`,
};

/** How many documents there are. */
export const COUNT_DOCUMENTS: SqlStatement = {
  name: 'knowledge_count_documents',
  text: `SELECT count(*)::int AS documents FROM knowledge_documents`,
};

/** Documents with their chunks for a new index, in order of number. $1 the number to continue above, $2 how many. */
export const READ_FOR_INDEX: SqlStatement = {
  name: 'knowledge_read_for_index',
  text: `
    SELECT d.number, d.title, jsonb_agg(jsonb_build_object('content', c.content, 'heading', c.heading) ORDER BY c.ordinal) AS chunks
    FROM (SELECT number, title FROM knowledge_documents WHERE number > $1 ORDER BY number LIMIT $2) AS d
    JOIN knowledge_chunks c ON c.document = d.number
    GROUP BY d.number, d.title ORDER BY d.number`,
};
