import { type SqlStatement } from '../../database/sql.js';
import { ATTACHMENT_RANKING } from './attachment-ranking.js';

const { saturation, lengthNormalisation: b, backgroundDocuments, nameEvidence, passages } = ATTACHMENT_RANKING;

/** Of a tsvector only these lexemes, with their positions: looked up one by one, where unnest alone would spell out all of them. */
const only = (terms: string, lexemes: string): string => `ts_filter(setweight(${terms}, 'A', ${lexemes}), '{a}')`;

/** Places of the first chunks of a file. */
const beginning = Array.from({ length: passages.sent }, (_, ordinal) => `(${ordinal})`).join(', ');

/**
 * BM25 over the chunks of one session ($1), whose files are the whole collection: no other row is touched, so no input can reach
 * another session's. A chunk's length is its number of different terms. $2, $3 words and grams of the question, $4 the files that
 * came with the message: of these the first chunks are found whatever is asked, of all others only chunks that hold a term.
 * Each file is read in the language it was stored in, so that a change of the knowledge base's leaves it findable.
 */
export const SEARCH_ATTACHMENTS: SqlStatement = {
  name: 'attachment_search',
  text: `
    WITH files AS MATERIALIZED (
      SELECT attachment_id, filename, language, name_terms, created_at, attachment_id = ANY ($4::text[]) AS sent
      FROM attachments WHERE session_id = $1
    ), wanted AS MATERIALIZED (
      SELECT language, lexeme FROM (SELECT DISTINCT language FROM files) AS l,
        unnest(to_tsvector(language::regconfig, $2) || to_tsvector('pg_catalog.simple', $3))
    ), asked AS MATERIALIZED (
      SELECT language, array_agg(lexeme) AS terms FROM wanted GROUP BY language
    ), size AS MATERIALIZED (
      SELECT count(*)::float8 AS chunks, greatest(avg(term_count), 1)::float8 AS length
      FROM attachment_chunks WHERE session_id = $1
    ), hits AS MATERIALIZED (
      SELECT f.attachment_id, c.ordinal, f.language, t.lexeme, cardinality(t.positions)::float8 AS frequency,
        c.term_count::float8 AS length
      FROM files f JOIN asked a USING (language) JOIN attachment_chunks c ON c.attachment_id = f.attachment_id
      CROSS JOIN LATERAL unnest(${only('c.terms', 'a.terms')}) AS t
    ), weighed AS MATERIALIZED (
      SELECT language, lexeme,
        ln(1 + (chunks + ${backgroundDocuments} - coalesce(n, 0) + 0.5) / (coalesce(n, 0) + 0.5)) AS idf
      FROM size CROSS JOIN wanted LEFT JOIN (SELECT lexeme, count(*)::float8 AS n FROM hits GROUP BY lexeme) AS h USING (lexeme)
    ), question AS MATERIALIZED (
      SELECT language, sum(idf) AS idf FROM weighed GROUP BY language
    ), named AS MATERIALIZED (
      SELECT f.attachment_id, ${nameEvidence} * sum(w.idf) / max(q.idf) AS evidence
      FROM files f JOIN asked a USING (language) CROSS JOIN LATERAL unnest(${only('f.name_terms', 'a.terms')}) AS t
      JOIN weighed w USING (language, lexeme) JOIN question q USING (language) GROUP BY f.attachment_id
    ), found AS MATERIALIZED (
      SELECT attachment_id, ordinal, sum(evidence) AS evidence FROM (
        SELECT h.attachment_id, h.ordinal, w.idf * h.frequency
          / (h.frequency + ${saturation * (1 - b)}::float8 + ${saturation * b}::float8 * h.length / s.length) AS evidence
        FROM hits h JOIN weighed w USING (language, lexeme) CROSS JOIN size s
        UNION ALL
        SELECT attachment_id, first, 0 FROM files CROSS JOIN (VALUES ${beginning}) AS t (first) WHERE sent
        UNION ALL
        SELECT attachment_id, 0, 0 FROM named) AS evidence
      GROUP BY attachment_id, ordinal
    ), ranked AS MATERIALIZED (
      SELECT attachment_id, filename, sent, ordinal, evidence, attainable, row_number() OVER (
        PARTITION BY sent ORDER BY evidence DESC, ordinal, created_at DESC, attachment_id) AS place
      FROM (
        SELECT f.*, e.ordinal, e.evidence + coalesce(n.evidence, 0) AS evidence, coalesce(q.idf, 0) + ${nameEvidence} AS attainable
        FROM found e JOIN files f USING (attachment_id)
        LEFT JOIN named n USING (attachment_id) LEFT JOIN question q USING (language)) AS summed
    )
    SELECT r.attachment_id AS "documentId", c.chunk_id AS "chunkId", r.filename AS title, c.label AS heading, c.content,
      c.start_offset AS "start", c.end_offset AS "end", r.evidence, r.attainable, r.sent
    FROM ranked r JOIN attachment_chunks c USING (attachment_id, ordinal)
    WHERE r.place <= CASE WHEN r.sent THEN ${passages.sent} ELSE ${passages.others} END
    ORDER BY r.sent DESC, r.place`,
};
