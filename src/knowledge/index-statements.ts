import { type SqlStatement } from '../database/sql.js';
import { FIELD, RANKING } from './ranking-parameters.js';

/** Neighbours in reading order, as one term whichever comes first. */
export const pairTerm = `least(lexeme, next) || ' ' || greatest(lexeme, next)`;

const stems = `unnest(to_tsvector((SELECT language FROM settings), words)) AS t (lexeme, positions, weights)`;
const wordsAsTheyAre = (text: string): string =>
  `unnest(to_tsvector('pg_catalog.simple', ${text})) AS t (lexeme, positions, weights)`;

/** The language that documents and questions are analysed in: the stored one, so that all instances agree at any instant. */
export const storedLanguage = `
  SELECT value::regconfig AS language FROM knowledge_settings WHERE name = 'language'`;

/**
 * Indexes documents: postings, document frequencies, spellings and field lengths, in one statement.
 * $1-$5 chunks: document, ordinal, words, grams, words of the headings above. $6-$8 titles: document, words, grams.
 * A stem in the title counts titleWeight times; words of a heading mark the chunks below it and count nothing. Postings of a
 * document whose terms are all in its first chunk name no chunk.
 * The join of terms is FULL, though every row has its match: Postgres cannot run it as nested loops, which it takes for fast
 * because it cannot know how many terms there are (71 s instead of 2 s for 240 documents, measured on the embedded database).
 */
export const INDEX_DOCUMENTS: SqlStatement = {
  name: 'knowledge_index_documents',
  text: `
    WITH settings AS MATERIALIZED (${storedLanguage}
    ), pieces AS MATERIALIZED (
      SELECT * FROM unnest($1::int[], $2::int[], $3::text[], $4::text[], $5::text[])
        AS t (document, ordinal, words, grams, headings)
    ), titles AS MATERIALIZED (
      SELECT * FROM unnest($6::int[], $7::text[], $8::text[]) AS t (document, words, grams)
    ), reading AS MATERIALIZED (
      SELECT document, ordinal, lexeme, position, 1 AS weight
      FROM pieces, ${stems}, unnest(positions) AS position
      UNION ALL
      SELECT document, NULL, lexeme, position, ${RANKING.titleWeight}
      FROM titles, ${stems}, unnest(positions) AS position
    ), occurrences (field, document, ordinal, term, weight) AS (
      SELECT ${FIELD.stem}, document, ordinal, lexeme, weight FROM reading
      UNION ALL
      SELECT ${FIELD.stem}, document, ordinal, lexeme, cardinality(positions) FROM pieces, ${wordsAsTheyAre('grams')}
      UNION ALL
      SELECT ${FIELD.stem}, document, NULL, lexeme, cardinality(positions) * ${RANKING.titleWeight}
      FROM titles, ${wordsAsTheyAre('grams')}
      UNION ALL
      SELECT ${FIELD.stem}, document, ordinal, lexeme, 0
      FROM pieces, unnest(to_tsvector((SELECT language FROM settings), headings))
      UNION ALL
      SELECT ${FIELD.pair}, document, ordinal, ${pairTerm}, 1 FROM (
        SELECT document, ordinal, lexeme, lead(lexeme) OVER (PARTITION BY document, ordinal ORDER BY position) AS next
        FROM reading) AS neighbours
      WHERE lexeme <> next
      UNION ALL
      SELECT ${FIELD.title}, document, NULL, lexeme, cardinality(positions)
      FROM titles, ${wordsAsTheyAre(`words || ' ' || grams`)}
    ), counted AS MATERIALIZED (
      SELECT field, document, term, sum(weight) AS frequency, max(ordinal) AS last_chunk,
        array_agg(DISTINCT ordinal) FILTER (WHERE ordinal IS NOT NULL) AS chunks
      FROM occurrences GROUP BY field, document, term HAVING sum(weight) > 0
    ), measured AS MATERIALIZED (
      SELECT field, document, term, frequency, chunks, max(last_chunk) OVER document_terms AS last_chunk,
        sum(frequency) FILTER (WHERE field = ${FIELD.stem}) OVER document_terms AS whole,
        sum(frequency) FILTER (WHERE field = ${FIELD.title}) OVER document_terms AS title
      FROM counted WINDOW document_terms AS (PARTITION BY document)
    ), lengths AS MATERIALIZED (
      SELECT max(whole) AS whole, max(title) AS title FROM measured GROUP BY document
    ), stored AS (
      INSERT INTO knowledge_terms (field, term, documents)
      SELECT field, term, count(*) FROM counted GROUP BY field, term ORDER BY field, term
      ON CONFLICT (field, term) DO UPDATE SET documents = knowledge_terms.documents + excluded.documents
      RETURNING term_id, field, term
    ), posted AS (
      INSERT INTO knowledge_postings (term_id, document, frequency, length, chunks)
      SELECT s.term_id, m.document, m.frequency, CASE m.field WHEN ${FIELD.title} THEN m.title ELSE m.whole END,
        CASE WHEN m.last_chunk > 0 THEN m.chunks END
      FROM measured m FULL JOIN stored s USING (field, term)
      ORDER BY s.term_id
    ), spelled AS (
      INSERT INTO knowledge_spellings (variant, term_id)
      SELECT DISTINCT CASE i WHEN 0 THEN term ELSE overlay(term PLACING '' FROM i FOR 1) END, term_id
      FROM stored, generate_series(0, length(term)) AS i
      WHERE field = ${FIELD.stem} AND term !~ '[0-9]'
        AND length(term) BETWEEN ${RANKING.correctedLength.from - 1} AND ${RANKING.correctedLength.to}
      ON CONFLICT DO NOTHING
    )
    UPDATE knowledge_fields f SET documents = f.documents + a.documents, length = f.length + a.length
    FROM (
      SELECT ${FIELD.stem} AS field, count(whole) AS documents, coalesce(sum(whole), 0) AS length FROM lengths
      UNION ALL SELECT ${FIELD.pair}, count(whole), coalesce(sum(whole), 0) FROM lengths
      UNION ALL SELECT ${FIELD.title}, count(title), coalesce(sum(title), 0) FROM lengths) AS a
    WHERE f.field = a.field`,
};

/** Takes documents (numbers, $1) out of the index: every row that INDEX_DOCUMENTS added, and nothing else. */
export const UNINDEX_DOCUMENTS: SqlStatement = {
  name: 'knowledge_unindex_documents',
  text: `
    WITH removed AS (
      DELETE FROM knowledge_postings WHERE document = ANY ($1::int[]) RETURNING term_id, document, length
    ), lost AS MATERIALIZED (
      SELECT term_id, count(*) AS documents FROM removed GROUP BY term_id
    ), lengths AS MATERIALIZED (
      SELECT t.field, r.document, max(r.length)::bigint AS length
      FROM removed r JOIN knowledge_terms t USING (term_id) GROUP BY t.field, r.document
    ), forgotten AS (
      DELETE FROM knowledge_terms t USING lost WHERE t.term_id = lost.term_id AND t.documents = lost.documents
    ), lowered AS (
      UPDATE knowledge_terms t SET documents = t.documents - lost.documents
      FROM lost WHERE t.term_id = lost.term_id AND t.documents > lost.documents
    )
    UPDATE knowledge_fields f SET documents = f.documents - a.documents, length = f.length - a.length
    FROM (
      SELECT field, count(*) AS documents, sum(length) AS length FROM lengths WHERE field <> ${FIELD.pair} GROUP BY field
      UNION ALL
      SELECT ${FIELD.pair}, count(*), sum(length) FROM lengths WHERE field = ${FIELD.stem} HAVING count(*) > 0) AS a
    WHERE f.field = a.field`,
};

/** Empties the index; documents and chunks stay. Rows are deleted rather than truncated: searches go on meanwhile. */
export const EMPTY_INDEX: readonly SqlStatement[] = [
  { name: 'knowledge_empty_postings', text: 'DELETE FROM knowledge_postings' },
  { name: 'knowledge_empty_terms', text: 'DELETE FROM knowledge_terms' },
  { name: 'knowledge_empty_fields', text: 'UPDATE knowledge_fields SET documents = 0, length = 0' },
];

/** Tells the planner the tables' sizes; the embedded database has no daemon that would. */
export const REFRESH_STATISTICS: SqlStatement = {
  name: 'knowledge_refresh_statistics',
  text: `
    ANALYZE knowledge_documents, knowledge_chunks, knowledge_fields, knowledge_terms, knowledge_postings, knowledge_spellings`,
};
