import { type SqlStatement } from '../database/sql.js';
import { pairTerm, storedLanguage } from './index-statements.js';
import { FIELD, RANKING } from './ranking-parameters.js';

const { saturation, lengthNormalisation: b, backgroundDocuments, correctedLength } = RANKING;

/** Robertson and Spärck Jones' idf as Lucene smooths it: never negative, largest for a term in no document. */
const idf = (frequency: string): string =>
  `ln(1 + (s.documents + s.background - ${frequency} + 0.5) / (${frequency} + 0.5)::float8)`;

// OFFSET 0 keeps the planner from merging the lookup into a hash join over the whole table: with a term's id at hand the index
// answers in microseconds, and embedded databases have no statistics that would tell it so.
const lookUp = (select: string): string => `LATERAL (${select} OFFSET 0)`;

/** The terms asked for, by field; those of the context count only where the question lacks them. */
const WANTED = `
  settings AS MATERIALIZED (${storedLanguage}
  ), reading AS MATERIALIZED (
    SELECT lexeme, position, asked
    FROM (VALUES ($1::text, true), ($3::text, false)) AS said (words, asked),
      unnest(to_tsvector((SELECT language FROM settings), words)) AS t (lexeme, positions, weights),
      unnest(positions) AS position
  ), wanted AS MATERIALIZED (
    SELECT field, term, bool_or(asked) AS asked FROM (
      SELECT ${FIELD.stem} AS field, lexeme AS term, asked FROM reading
      UNION ALL
      SELECT ${FIELD.stem}, lexeme, asked
      FROM (VALUES ($2::text, true), ($4::text, false)) AS said (grams, asked), unnest(to_tsvector('pg_catalog.simple', grams))
      UNION ALL
      SELECT ${FIELD.pair}, ${pairTerm}, asked FROM (
        SELECT lexeme, lead(lexeme) OVER (PARTITION BY asked ORDER BY position) AS next, asked FROM reading) AS neighbours
      WHERE lexeme <> next
      UNION ALL
      SELECT ${FIELD.title}, lexeme, true FROM unnest(to_tsvector('pg_catalog.simple', $1 || ' ' || $2))
    ) AS terms GROUP BY field, term
  )`;

// A list, because the planner takes generate_series for a thousand rows and would compile the statement for so much work.
const deletions = Array.from({ length: correctedLength.to + 1 }, (_, i) => `(${i})`).join(', ');

/**
 * The likeliest meant stem for one that no document has: at most one letter dropped, added, replaced or swapped with its
 * neighbour. Both sides are compared with one letter deleted (Garbe's symmetric delete), so that it is a handful of lookups.
 */
const CORRECTION = `LATERAL (
    SELECT k.term_id, k.documents, k.term
    FROM (VALUES ${deletions}) AS deleted (i)
    CROSS JOIN ${lookUp(`SELECT term_id FROM knowledge_spellings v
      WHERE v.variant = CASE i WHEN 0 THEN w.term ELSE overlay(w.term PLACING '' FROM i FOR 1) END`)} v
    CROSS JOIN ${lookUp('SELECT term_id, documents, term FROM knowledge_terms k WHERE k.term_id = v.term_id')} k
    WHERE i <= length(w.term) AND t.term_id IS NULL AND w.asked AND w.field = ${FIELD.stem} AND w.term !~ '[0-9]'
      AND length(w.term) BETWEEN ${correctedLength.from} AND ${correctedLength.to} AND left(k.term, 1) = left(w.term, 1)
    ORDER BY k.documents DESC, k.term LIMIT 1
  )`;

/** What each term may add. The title's words share one bounded amount, in proportion to their idf. */
const WEIGHED = `
  known AS MATERIALIZED (
    SELECT w.field, w.term, w.asked, coalesce(t.term_id, c.term_id) AS term_id, c.term AS corrected, s.average_length,
      CASE WHEN c.term_id IS NULL THEN 1 ELSE ${RANKING.correctionTrust}::float8 END AS trust,
      ${idf('coalesce(t.documents, c.documents, 0)')} AS idf,
      ${idf('coalesce(t.documents, 0)')} AS sought
    FROM wanted w
    JOIN (
      SELECT field, documents::float8 AS documents, greatest(length, 1)::float8 / greatest(documents, 1) AS average_length,
        CASE field WHEN ${FIELD.title} THEN 0 ELSE ${backgroundDocuments} END AS background
      FROM knowledge_fields) AS s USING (field)
    LEFT JOIN ${lookUp(`SELECT term_id, documents FROM knowledge_terms k WHERE k.field = w.field AND k.term = w.term`)} t ON true
    LEFT JOIN ${CORRECTION} c ON true
  ), weighed AS MATERIALIZED (
    SELECT term_id, field, term, asked, corrected, idf,
      ${saturation * b}::float8 / average_length AS per_length,
      idf * trust * CASE field WHEN ${FIELD.stem} THEN 1 WHEN ${FIELD.pair} THEN ${RANKING.pairWeight}
        ELSE ${RANKING.titleEvidence} / nullif(sum(sought) FILTER (WHERE field = ${FIELD.title}) OVER (), 0) END AS weight,
      coalesce(sum(sought) FILTER (WHERE field = ${FIELD.stem} AND asked) OVER (), 0) + ${RANKING.titleEvidence} AS attainable
    FROM (
      SELECT *, row_number() OVER (PARTITION BY asked ORDER BY term_id IS NULL, idf DESC, term) AS place FROM known) AS known
    WHERE asked OR place <= ${RANKING.contextTerms}
  )`;

/** What a term adds to a document: BM25's saturation of its frequency there, against the document's length. */
const EVIDENCE = `w.weight * p.frequency / (p.frequency + ${saturation * (1 - b)}::float8 + w.per_length * p.length)`;

/** Most evidence that the context gives a document: a part of the idf of a term in no document. */
const CONTEXT_BOUND = `(
      SELECT ${RANKING.contextWeight} * ln(1 + (documents + ${backgroundDocuments} + 0.5)::float8 / 0.5) AS bound
      FROM knowledge_fields WHERE field = ${FIELD.stem}) AS most`;

/** Documents in order of evidence. The context's evidence is scaled so that no document gets more than its bound from it. */
const ranked = (filtered: boolean): string => `
  found AS (
    SELECT p.document, coalesce(sum(${EVIDENCE}) FILTER (WHERE w.asked), 0) AS asked,
      coalesce(sum(${EVIDENCE}) FILTER (WHERE NOT w.asked), 0) AS context
    FROM weighed w
    CROSS JOIN ${lookUp('SELECT document, frequency, length FROM knowledge_postings p WHERE p.term_id = w.term_id')} p
    GROUP BY p.document
  ), scaled AS (
    SELECT document, asked, context, bound, coalesce(bound / nullif(max(context) OVER (), 0), 0) AS scale
    FROM ${CONTEXT_BOUND} CROSS JOIN found${filtered ? ' JOIN knowledge_documents ON number = document WHERE metadata @> $8::jsonb' : ''}
  ), ranked AS MATERIALIZED (
    SELECT document, asked + context * scale AS evidence, scale,
      CASE WHEN scale > 0 THEN bound ELSE 0 END AS context_bound
    FROM scaled ORDER BY 2 DESC, 1 LIMIT $5
  )`;

const postingOf = (columns: string): string =>
  lookUp(`SELECT ${columns} FROM knowledge_postings p WHERE p.term_id = w.term_id AND p.document = r.document`);

/**
 * The chunks of a document by the evidence in them; evidence of the title alone tells no chunk from another. The first chunk
 * competes with nothing, so that a document found by its title has one.
 */
const CHUNKS = `LATERAL (
    SELECT ordinal, sum(evidence) AS evidence, row_number() OVER (ORDER BY sum(evidence) DESC, ordinal) AS place FROM (
      SELECT 0 AS ordinal, 0 AS evidence
      UNION ALL
      SELECT o.ordinal, ${EVIDENCE} * CASE WHEN w.asked THEN 1 ELSE r.scale END
      FROM weighed w CROSS JOIN ${postingOf('frequency, length, chunks')} p CROSS JOIN unnest(p.chunks) AS o (ordinal)
      WHERE d.chunk_count > 1) AS spread
    GROUP BY ordinal ORDER BY place LIMIT $6
  )`;

/** For each term: what it added to the document of the row. Computed only when $7 asks. */
const EXPLANATION = `CASE WHEN $7::bool THEN (
    SELECT jsonb_agg(jsonb_build_object('term', w.term, 'field', w.field, 'asked', w.asked, 'correctedTo', w.corrected,
        'unseen', w.term_id IS NULL, 'idf', w.idf, 'weight', w.weight * x.scale, 'contribution', x.contribution)
      ORDER BY x.contribution DESC, w.field, w.term)
    FROM weighed w
    LEFT JOIN ${postingOf('frequency, length')} p ON true
    CROSS JOIN LATERAL (
      SELECT scale, coalesce(${EVIDENCE}, 0) * scale AS contribution
      FROM (SELECT CASE WHEN w.asked THEN 1 ELSE r.scale END AS scale) AS s) AS x
  ) END`;

/**
 * The whole search. $1, $2 words and grams of the question, $3, $4 those of the context, $5 most passages, $6 most of one document,
 * $7 whether to explain, $8 (filtered only) what the metadata must contain.
 * First the best passage of every document, in order of the documents, then their second-best, and so on.
 */
function searchStatement(name: string, filtered: boolean): SqlStatement {
  return {
    name,
    text: `
WITH ${WANTED}, ${WEIGHED}, ${ranked(filtered)}
SELECT d.document_id AS "documentId", c.chunk_id AS "chunkId", d.title, c.content, c.heading, d.url, d.source, d.metadata,
  c.start_offset AS "start", c.end_offset AS "end", r.evidence, a.attainable + r.context_bound AS attainable,
  ${EXPLANATION} AS terms
FROM ranked r
CROSS JOIN ${lookUp('SELECT * FROM knowledge_documents d WHERE d.number = r.document')} d
JOIN ${CHUNKS} o ON o.place = 1 OR o.evidence > 0
CROSS JOIN ${lookUp('SELECT * FROM knowledge_chunks c WHERE c.document = r.document AND c.ordinal = o.ordinal')} c
CROSS JOIN (SELECT attainable FROM weighed LIMIT 1) AS a
ORDER BY o.place, r.evidence DESC, r.document
LIMIT $5`,
  };
}

/** Search over all documents. */
export const SEARCH: SqlStatement = searchStatement('knowledge_search', false);
/** Search over the documents whose metadata contains the filter. */
export const SEARCH_FILTERED: SqlStatement = searchStatement('knowledge_search_filtered', true);
