import { ValidationFailed } from '../common/app-error.js';
import { type Clock } from '../common/clock.js';
import { type Database } from '../database/database.js';
import { type Sql } from '../database/sql.js';
import { displayTitle } from './display-title.js';
import { type CleanDocument, cleanDocument, type DocumentInput } from './document-input.js';
import {
  COUNT_DOCUMENTS,
  DELETE_DOCUMENT,
  FIND_BY_HASH,
  GET_DOCUMENT,
  LIST_DOCUMENTS,
  LOCK_WRITER,
} from './document-statements.js';
import { UNINDEX_DOCUMENTS } from './index-statements.js';
import { type StoredDocument, storeDocuments } from './store-documents.js';
import { textBatches } from './text-batches.js';

/** What became of a document that was added. */
export interface AddedDocument extends StoredDocument {
  readonly status: 'indexed';
  /** The same title and text were stored before, under this id; nothing was changed. */
  readonly deduplicated: boolean;
}

/** A document without its text. */
export interface DocumentSummary {
  readonly documentId: string;
  readonly title: string;
  readonly source: string | null;
  readonly url: string | null;
  readonly metadata: Record<string, unknown>;
  readonly chunks: number;
  readonly createdAt: Date;
}

/** A document as it is stored; offsets of passages count in `text`. */
export interface KnowledgeDocument extends DocumentSummary {
  readonly text: string;
}

/** One page of a listing, newest first. */
export interface DocumentPage {
  readonly data: readonly DocumentSummary[];
  /** Where to continue; null on the last page. */
  readonly nextCursor: string | null;
  readonly hasMore: boolean;
}

/**
 * The documents of the knowledge base. A document is searchable on every instance when add() has returned, and in no answer
 * to a search that began after delete() has returned.
 */
export class KnowledgeDocuments {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    /** Told when documents were stored and may be seen by others. */
    private readonly onStored: () => void = () => undefined,
  ) {}

  /** addMany() for one document. */
  async add(input: DocumentInput): Promise<AddedDocument> {
    const [added] = await this.addMany([input]);
    if (!added) throw new Error('addMany answered nothing for one document');
    return added;
  }

  /**
   * Stores documents in one transaction: all or none. Answers in the order given.
   * @throws ValidationFailed for the first document that is out of bounds
   * @throws DatabaseUnavailable
   */
  async addMany(inputs: readonly DocumentInput[]): Promise<AddedDocument[]> {
    const added = await this.addAtOnce(inputs, (work) => this.database.transaction(work));
    if (added.some(({ deduplicated }) => !deduplicated)) this.onStored();
    return added;
  }

  /** addMany() as part of a transaction that is already open. */
  async addWithin(sql: Sql, inputs: readonly DocumentInput[]): Promise<AddedDocument[]> {
    return this.addAtOnce(inputs, (work) => work(sql));
  }

  /**
   * Newest first.
   * @param page.limit 1 to 100
   * @throws ValidationFailed when the limit is out of bounds or the cursor is none of ours
   */
  async list(page: { readonly limit: number; readonly cursor?: string | undefined }): Promise<DocumentPage> {
    const { limit, cursor } = page;
    if (!Number.isInteger(limit) || limit < 1 || limit > 100) {
      throw ValidationFailed.of('limit', 'must be a whole number from 1 to 100.');
    }
    if (cursor !== undefined && !/^[1-9][0-9]{0,8}$/.test(cursor)) {
      throw ValidationFailed.of('cursor', 'must be the nextCursor of an earlier page.');
    }
    const values = [cursor === undefined ? null : Number(cursor), limit + 1];
    const rows = await this.database.query<KnowledgeDocument & { number: number }>(LIST_DOCUMENTS, values);
    const hasMore = rows.length > limit;
    const shown = rows.slice(0, limit);
    return {
      data: shown.map(toSummary),
      nextCursor: hasMore ? String(shown.at(-1)?.number) : null,
      hasMore,
    };
  }

  /** The document with its text, undefined when there is none of that id. */
  async get(documentId: string): Promise<KnowledgeDocument | undefined> {
    const [row] = await this.database.query<KnowledgeDocument>(GET_DOCUMENT, [documentId]);
    return row && { ...row, title: displayTitle(row.title, row.text) };
  }

  /** Removes a document and every trace of it in the index; false when there was none. */
  async delete(documentId: string): Promise<boolean> {
    return this.database.transaction(async (sql) => {
      await sql.query(LOCK_WRITER);
      const deleted = await sql.query<{ number: number }>(DELETE_DOCUMENT, [documentId]);
      if (deleted.length > 0) await sql.query(UNINDEX_DOCUMENTS, [deleted.map(({ number }) => number)]);
      return deleted.length > 0;
    });
  }

  /** How many documents there are. */
  async count(): Promise<number> {
    const [row] = await this.database.query<{ documents: number }>(COUNT_DOCUMENTS);
    return row?.documents ?? 0;
  }

  private async addAtOnce(
    inputs: readonly DocumentInput[],
    inTransaction: (work: (sql: Sql) => Promise<AddedDocument[]>) => Promise<AddedDocument[]>,
  ): Promise<AddedDocument[]> {
    const documents = inputs.map(cleanDocument);
    const at = this.clock.date();
    return inTransaction(async (sql) => {
      await sql.query(LOCK_WRITER);
      const added: AddedDocument[] = [];
      for (const batch of textBatches(documents)) added.push(...(await addBatch(sql, batch, at)));
      return added;
    });
  }
}

function toSummary({
  documentId,
  title,
  text,
  source,
  url,
  metadata,
  chunks,
  createdAt,
}: KnowledgeDocument): DocumentSummary {
  return { documentId, title: displayTitle(title, text), source, url, metadata, chunks, createdAt };
}

async function addBatch(sql: Sql, documents: readonly CleanDocument[], at: Date): Promise<AddedDocument[]> {
  const hashes = documents.map(({ contentHash }) => contentHash);
  const known = await sql.query<StoredDocument & { hash: string }>(FIND_BY_HASH, [hashes]);
  const stored = new Map<string, StoredDocument>(known.map(({ hash, ...document }) => [hash, document]));
  const fresh = new Map<string, CleanDocument>();
  for (const document of documents) {
    const hash = document.contentHash.toString('hex');
    if (!stored.has(hash) && !fresh.has(hash)) fresh.set(hash, document);
  }
  const hashesOfNew = [...fresh.keys()];
  const added = fresh.size > 0 ? await storeDocuments(sql, [...fresh.values()], at) : [];
  added.forEach((document, index) => stored.set(hashesOfNew[index] ?? '', document));
  return documents.map((document) => {
    const hash = document.contentHash.toString('hex');
    const { documentId = '', chunks = 0 } = stored.get(hash) ?? {};
    return { documentId, chunks, status: 'indexed', deduplicated: fresh.get(hash) !== document };
  });
}
