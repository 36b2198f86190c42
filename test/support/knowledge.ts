import { type Database } from '../../src/database/database.js';
import { type KnowledgeDocuments } from '../../src/knowledge/knowledge-documents.js';

/** Deletes every document one by one, as an operator would. */
export async function deleteAllDocuments(database: Database, documents: KnowledgeDocuments): Promise<void> {
  const ids = await database.query<{ id: string }>({
    name: 'test_document_ids',
    text: 'SELECT document_id AS id FROM knowledge_documents',
  });
  for (const { id } of ids) await documents.delete(id);
}

const INDEX = {
  fields: 'SELECT field, documents, length FROM knowledge_fields ORDER BY field',
  terms: 'SELECT field, term, documents FROM knowledge_terms ORDER BY field, term',
  postings: `
    SELECT t.field, t.term, p.document, p.frequency, p.length, p.chunks
    FROM knowledge_postings p LEFT JOIN knowledge_terms t USING (term_id) ORDER BY t.field, t.term, p.document`,
  spellings: `
    SELECT v.variant, t.term FROM knowledge_spellings v LEFT JOIN knowledge_terms t USING (term_id)
    ORDER BY v.variant, t.term`,
};

/** The whole index, without the ids that differ from one build to the next. */
export async function readIndex(database: Database): Promise<Record<keyof typeof INDEX, object[]>> {
  const read = (name: keyof typeof INDEX): Promise<object[]> =>
    database.query({ name: `test_index_${name}`, text: INDEX[name] });
  return {
    fields: await read('fields'),
    terms: await read('terms'),
    postings: await read('postings'),
    spellings: await read('spellings'),
  };
}

/** Every counter that differs from a count of the postings; none when all are exact. */
export async function recount(database: Database): Promise<object[]> {
  return database.query({
    name: 'test_recount',
    text: `
      SELECT 'term' AS counter, t.term AS of, t.documents::text AS kept, count(p.document)::text AS counted
      FROM knowledge_terms t LEFT JOIN knowledge_postings p USING (term_id)
      GROUP BY t.term_id HAVING t.documents <> count(p.document)
      UNION ALL
      SELECT 'field', f.field::text, f.documents || ' ' || f.length, c.documents || ' ' || c.length
      FROM knowledge_fields f CROSS JOIN LATERAL (
        SELECT count(*) AS documents, coalesce(sum(length), 0) AS length FROM (
          SELECT document, max(p.length)::bigint AS length FROM knowledge_postings p JOIN knowledge_terms t USING (term_id)
          WHERE t.field = CASE f.field WHEN 2 THEN 1 ELSE f.field END GROUP BY document) d) c
      WHERE (f.documents, f.length) <> (c.documents, c.length)
      UNION ALL
      SELECT 'posting', p.term_id::text, p.document::text, NULL FROM knowledge_postings p
      WHERE NOT EXISTS (SELECT FROM knowledge_documents WHERE number = p.document)
        OR NOT EXISTS (SELECT FROM knowledge_terms t WHERE t.term_id = p.term_id)`,
  });
}
