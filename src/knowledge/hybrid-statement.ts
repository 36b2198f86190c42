import { type SqlStatement } from '../database/sql.js';
import { type StoredSettings } from './embedding/vector-store.js';
import {
  CHUNK_EVIDENCE,
  CHUNK_OF_RANKED,
  DOCUMENT_OF_RANKED,
  EXPLANATION,
  joinFilter,
  PASSAGE,
  scaledEvidence,
  TOTAL,
} from './search-evidence.js';
import { WANTED, WEIGHED } from './search-terms.js';

/**
 * Reciprocal rank fusion: a document's places in both orders count 1 / (60 + place) each, that by meaning times $9 (Cormack, Clarke
 * and Büttcher 2009, who found 60 good and hardly any number bad). Places, not scores, as similarities of no two models compare.
 */
const rrf = (byWords: string, byMeaning: string): string =>
  `coalesce(1.0 / (60 + ${byWords}), 0) + coalesce($9::float8 / (60 + ${byMeaning}), 0)`;

/** How many documents of the one order and chunks of the other are fused; pgvector's index finds 40 at a time. */
const CANDIDATES = 40;

/**
 * The chunks nearest to the question. The settings are written out, as only so the planner sees that their index serves. With a
 * filter every chunk that passes it is compared: the nearest of all may all fail it.
 */
const near = ({ settingsId, dimensions }: StoredSettings, filter: string | undefined): string => {
  const distance = `embedding::vector(${dimensions}) <=> $8::vector(${dimensions})`;
  const all = `SELECT chunk_id, ${distance} AS distance FROM knowledge_vectors WHERE settings_id = ${settingsId}`;
  return filter === undefined
    ? `
  near AS MATERIALIZED (
    SELECT document, ordinal, 1 - distance AS similarity
    FROM (${all} ORDER BY ${distance} LIMIT ${CANDIDATES}) AS v JOIN knowledge_chunks USING (chunk_id)
  )`
    : `
  near AS MATERIALIZED (
    SELECT document, ordinal, 1 - distance AS similarity
    FROM (${all} OFFSET 0) AS v JOIN knowledge_chunks USING (chunk_id)${joinFilter(filter)}
    ORDER BY distance LIMIT ${CANDIDATES}
  )`;
};

const FUSED = `
  nearest AS MATERIALIZED (
    SELECT document, ordinal, similarity,
      row_number() OVER (PARTITION BY document ORDER BY similarity DESC, ordinal) AS place FROM near
  ), similar_documents AS (
    SELECT document, similarity, row_number() OVER (ORDER BY similarity DESC, document) AS place FROM nearest WHERE place = 1
  ), lexical AS (
    SELECT ${TOTAL}, row_number() OVER (ORDER BY asked + context * scale DESC, document) AS place
    FROM scaled ORDER BY place LIMIT greatest($5, ${CANDIDATES})
  ), ranked AS MATERIALIZED (
    SELECT document, coalesce(l.evidence, 0) AS evidence, coalesce(l.scale, 0) AS scale,
      coalesce(l.context_bound, 0) AS context_bound, s.similarity, ${rrf('l.place', 's.place')} AS fused
    FROM lexical l FULL JOIN similar_documents s USING (document)
    ORDER BY fused DESC, evidence DESC, document LIMIT $5
  )`;

/** The chunks of a document, fused in the same way. */
const CHUNKS = `LATERAL (
    SELECT ordinal, evidence, n.similarity,
      row_number() OVER (ORDER BY ${rrf('e.place', 'n.place')} DESC, ordinal) AS place
    FROM (
      SELECT ordinal, sum(evidence) AS evidence, row_number() OVER (ORDER BY sum(evidence) DESC, ordinal) AS place FROM (
        SELECT 0 AS ordinal, 0 AS evidence
        UNION ALL ${CHUNK_EVIDENCE}) AS spread
      GROUP BY ordinal) AS e
    FULL JOIN (SELECT ordinal, similarity, place FROM nearest WHERE document = r.document) AS n USING (ordinal)
    ORDER BY place LIMIT $6
  )`;

const statements = new Map<string, SqlStatement>();

/**
 * The search by words and by meaning, for vectors of some settings. $1 to $7 as in the search by words, $8 the question's vector,
 * $9 the weight of the order by meaning, $10 (filtered only) what the metadata must contain.
 */
export function hybridSearch(settings: StoredSettings, filtered: boolean): SqlStatement {
  const { settingsId, dimensions } = settings;
  const name = `knowledge_search_hybrid_${settingsId}_${dimensions}${filtered ? '_filtered' : ''}`;
  const made = statements.get(name) ?? hybridStatement(name, settings, filtered ? '$10' : undefined);
  statements.set(name, made);
  return made;
}

function hybridStatement(name: string, settings: StoredSettings, filter: string | undefined): SqlStatement {
  return {
    name,
    text: `
WITH ${WANTED}, ${WEIGHED}, ${scaledEvidence(filter)}, ${near(settings, filter)}, ${FUSED}
SELECT ${PASSAGE}, r.similarity, ${EXPLANATION} AS terms
FROM ranked r
CROSS JOIN ${DOCUMENT_OF_RANKED} d
JOIN ${CHUNKS} o ON o.place = 1 OR o.evidence > 0 OR o.similarity IS NOT NULL
CROSS JOIN ${CHUNK_OF_RANKED} c
CROSS JOIN (SELECT coalesce(max(attainable), 0) AS attainable FROM weighed) AS a
ORDER BY o.place, r.fused DESC, r.document
LIMIT $5`,
  };
}
