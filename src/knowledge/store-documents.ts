import { newId } from '../common/ids.js';
import { type Sql } from '../database/sql.js';
import { type Chunk, chunkText } from './chunker.js';
import { type CleanDocument } from './document-input.js';
import { INSERT_CHUNKS, INSERT_DOCUMENTS } from './document-statements.js';
import { indexDocuments } from './index-documents.js';
import { REFRESH_STATISTICS } from './index-statements.js';

/** A document that was just stored. */
export interface StoredDocument {
  readonly documentId: string;
  readonly chunks: number;
}

interface Prepared {
  readonly documentId: string;
  readonly document: CleanDocument;
  readonly chunks: readonly Chunk[];
}

/** Stores and indexes documents that are not stored yet; call it under the writer's lock. Answers in the order given. */
export async function storeDocuments(
  sql: Sql,
  documents: readonly CleanDocument[],
  at: Date,
): Promise<StoredDocument[]> {
  const prepared = documents.map((document): Prepared => ({
    documentId: newId('doc'),
    document,
    chunks: chunkText(document.text, document.format),
  }));
  const numbers = await insertDocuments(sql, prepared, at);
  const numbered = prepared.map((one) => ({ ...one, number: numbers.get(one.documentId) ?? 0 }));
  await insertChunks(sql, numbered);
  await indexDocuments(
    sql,
    numbered.map(({ number, document, chunks }) => ({ number, title: document.title, chunks })),
  );
  if (doubled([...numbers.values()])) await sql.query(REFRESH_STATISTICS);
  return prepared.map(({ documentId, chunks }) => ({ documentId, chunks: chunks.length }));
}

/** Whether a power of two is among the numbers given out, so that statistics are never off by more than half. */
function doubled(numbers: readonly number[]): boolean {
  return 2 ** Math.floor(Math.log2(Math.max(...numbers))) >= Math.min(...numbers);
}

async function insertDocuments(sql: Sql, prepared: readonly Prepared[], at: Date): Promise<Map<string, number>> {
  const rows = await sql.query<{ documentId: string; number: number }>(INSERT_DOCUMENTS, [
    prepared.map(({ documentId }) => documentId),
    prepared.map(({ document }) => document.title),
    prepared.map(({ document }) => document.text),
    prepared.map(({ document }) => document.source),
    prepared.map(({ document }) => document.url),
    prepared.map(({ document }) => document.metadataJson),
    prepared.map(({ document }) => document.contentHash),
    prepared.map(({ chunks }) => chunks.length),
    at,
  ]);
  return new Map(rows.map(({ documentId, number }) => [documentId, number]));
}

async function insertChunks(sql: Sql, prepared: readonly (Prepared & { readonly number: number })[]): Promise<void> {
  const rows = prepared.flatMap(({ number, chunks }) => chunks.map((chunk, ordinal) => ({ number, ordinal, chunk })));
  await sql.query(INSERT_CHUNKS, [
    rows.map(() => newId('chk')),
    rows.map(({ number }) => number),
    rows.map(({ ordinal }) => ordinal),
    rows.map(({ chunk }) => chunk.heading),
    rows.map(({ chunk }) => chunk.content),
    rows.map(({ chunk }) => chunk.start),
    rows.map(({ chunk }) => chunk.end),
  ]);
}
