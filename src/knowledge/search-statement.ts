import { type SqlStatement } from '../database/sql.js';
import {
  CHUNK_EVIDENCE,
  CHUNK_OF_RANKED,
  DOCUMENT_OF_RANKED,
  EXPLANATION,
  PASSAGE,
  scaledEvidence,
  TOTAL,
} from './search-evidence.js';
import { WANTED, WEIGHED } from './search-terms.js';

/** The chunks of a document by their evidence. The first competes with nothing, so that a document found by its title has one. */
const CHUNKS = `LATERAL (
    SELECT ordinal, sum(evidence) AS evidence, row_number() OVER (ORDER BY sum(evidence) DESC, ordinal) AS place FROM (
      SELECT 0 AS ordinal, 0 AS evidence
      UNION ALL ${CHUNK_EVIDENCE}) AS spread
    GROUP BY ordinal ORDER BY place LIMIT $6
  )`;

/**
 * The whole search by words. $1, $2 words and grams of the question, $3, $4 those of the context, $5 most passages, $6 most of one
 * document, $7 whether to explain, $8 (filtered only) what the metadata must contain.
 * First the best passage of every document, in order of the documents, then their second-best, and so on.
 */
function searchStatement(name: string, filter?: string): SqlStatement {
  return {
    name,
    text: `
WITH ${WANTED}, ${WEIGHED}, ${scaledEvidence(filter)}, ranked AS MATERIALIZED (
  SELECT ${TOTAL} FROM scaled ORDER BY 2 DESC, 1 LIMIT $5
)
SELECT ${PASSAGE}, ${EXPLANATION} AS terms
FROM ranked r
CROSS JOIN ${DOCUMENT_OF_RANKED} d
JOIN ${CHUNKS} o ON o.place = 1 OR o.evidence > 0
CROSS JOIN ${CHUNK_OF_RANKED} c
CROSS JOIN (SELECT attainable FROM weighed LIMIT 1) AS a
ORDER BY o.place, r.evidence DESC, r.document
LIMIT $5`,
  };
}

/** Search over all documents. */
export const SEARCH: SqlStatement = searchStatement('knowledge_search');
/** Search over the documents whose metadata contains the filter. */
export const SEARCH_FILTERED: SqlStatement = searchStatement('knowledge_search_filtered', '$8');
