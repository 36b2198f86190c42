import { FIELD, RANKING } from './ranking-parameters.js';
import { lookUp } from './search-terms.js';

const { saturation, lengthNormalisation: b, backgroundDocuments } = RANKING;

/** What a term adds to a document: BM25's saturation of its frequency there, against the document's length. */
const EVIDENCE = `w.weight * p.frequency / (p.frequency + ${saturation * (1 - b)}::float8 + w.per_length * p.length)`;

/** Most evidence that the context gives a document: a part of the idf of a term in no document. */
const CONTEXT_BOUND = `(
      SELECT ${RANKING.contextWeight} * ln(1 + (documents + ${backgroundDocuments} + 0.5)::float8 / 0.5) AS bound
      FROM knowledge_fields WHERE field = ${FIELD.stem}) AS most`;

/** What documents there are of which the metadata contains the filter, a parameter; all without one. */
export const joinFilter = (filter: string | undefined): string =>
  filter === undefined ? '' : ` JOIN knowledge_documents ON number = document WHERE metadata @> ${filter}::jsonb`;

/** Documents with their evidence. That of the context is scaled so that no document gets more than its bound from it. */
export const scaledEvidence = (filter: string | undefined): string => `
  found AS (
    SELECT p.document, coalesce(sum(${EVIDENCE}) FILTER (WHERE w.asked), 0) AS asked,
      coalesce(sum(${EVIDENCE}) FILTER (WHERE NOT w.asked), 0) AS context
    FROM weighed w
    CROSS JOIN ${lookUp('SELECT document, frequency, length FROM knowledge_postings p WHERE p.term_id = w.term_id')} p
    GROUP BY p.document
  ), scaled AS (
    SELECT document, asked, context, bound, coalesce(bound / nullif(max(context) OVER (), 0), 0) AS scale
    FROM ${CONTEXT_BOUND} CROSS JOIN found${joinFilter(filter)}
  )`;

/** Of a row of `scaled`, what ranks it. */
export const TOTAL = `document, asked + context * scale AS evidence, scale,
      CASE WHEN scale > 0 THEN bound ELSE 0 END AS context_bound`;

const postingOf = (columns: string): string =>
  lookUp(`SELECT ${columns} FROM knowledge_postings p WHERE p.term_id = w.term_id AND p.document = r.document`);

/** The evidence in each chunk of a document that has several; that of the title alone tells no chunk from another. */
export const CHUNK_EVIDENCE = `
      SELECT o.ordinal, ${EVIDENCE} * CASE WHEN w.asked THEN 1 ELSE r.scale END AS evidence
      FROM weighed w CROSS JOIN ${postingOf('frequency, length, chunks')} p CROSS JOIN unnest(p.chunks) AS o (ordinal)
      WHERE d.chunk_count > 1`;

/** For each term: what it added to the document of the row. Computed only when $7 asks. */
export const EXPLANATION = `CASE WHEN $7::bool THEN (
    SELECT jsonb_agg(jsonb_build_object('term', w.term, 'field', w.field, 'asked', w.asked, 'correctedTo', w.corrected,
        'unseen', w.term_id IS NULL, 'idf', w.idf, 'weight', w.weight * x.scale, 'contribution', x.contribution)
      ORDER BY x.contribution DESC, w.field, w.term)
    FROM weighed w
    LEFT JOIN ${postingOf('frequency, length')} p ON true
    CROSS JOIN LATERAL (
      SELECT scale, coalesce(${EVIDENCE}, 0) * scale AS contribution
      FROM (SELECT CASE WHEN w.asked THEN 1 ELSE r.scale END AS scale) AS s) AS x
  ) END`;

/** What a search tells of a passage: of its document `d`, its chunk `c`, the ranking `r` and the attainable evidence `a`. */
export const PASSAGE = `d.document_id AS "documentId", c.chunk_id AS "chunkId", d.title, c.content, c.heading, d.url, d.source, d.metadata,
  c.start_offset AS "start", c.end_offset AS "end", r.evidence, a.attainable + r.context_bound AS attainable`;

export const DOCUMENT_OF_RANKED = lookUp('SELECT * FROM knowledge_documents d WHERE d.number = r.document');
export const CHUNK_OF_RANKED = lookUp(
  'SELECT * FROM knowledge_chunks c WHERE c.document = r.document AND c.ordinal = o.ordinal',
);
