import { pairTerm, storedLanguage } from './index-statements.js';
import { FIELD, RANKING } from './ranking-parameters.js';

const { saturation, lengthNormalisation: b, backgroundDocuments, correctedLength } = RANKING;

/** Robertson and Spärck Jones' idf as Lucene smooths it: never negative, largest for a term in no document. */
const idf = (frequency: string): string =>
  `ln(1 + (s.documents + s.background - ${frequency} + 0.5) / (${frequency} + 0.5)::float8)`;

// OFFSET 0 keeps the planner from merging the lookup into a hash join over the whole table: with a term's id at hand the index
// answers in microseconds, and embedded databases have no statistics that would tell it so.
export const lookUp = (select: string): string => `LATERAL (${select} OFFSET 0)`;

/** The terms asked for, by field; those of the context count only where the question lacks them. */
export const WANTED = `
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
export const WEIGHED = `
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
