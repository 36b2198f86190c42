import { type Sql } from '../database/sql.js';
import { INDEX_DOCUMENTS } from './index-statements.js';
import { searchableText } from './searchable-text.js';

/** A stored document as the index needs it; chunks in order of their ordinal. */
export interface IndexableDocument {
  readonly number: number;
  readonly title: string;
  readonly chunks: readonly { readonly content: string; readonly heading: string | null }[];
}

/** Adds documents that are not in the index; call it under the writer's lock. */
export async function indexDocuments(sql: Sql, documents: readonly IndexableDocument[]): Promise<void> {
  const pieces = documents.flatMap(({ number, chunks }) =>
    chunks.map(({ content, heading }, ordinal) => ({
      number,
      ordinal,
      text: searchableText(content),
      headings: searchableText(heading ?? '').words,
    })),
  );
  const titles = documents.map(({ title }) => searchableText(title));
  await sql.query(INDEX_DOCUMENTS, [
    pieces.map(({ number }) => number),
    pieces.map(({ ordinal }) => ordinal),
    pieces.map(({ text }) => text.words),
    pieces.map(({ text }) => text.grams),
    pieces.map(({ headings }) => headings),
    documents.map(({ number }) => number),
    titles.map(({ words }) => words),
    titles.map(({ grams }) => grams),
  ]);
}
