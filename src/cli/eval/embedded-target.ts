import { SystemClock } from '../../common/clock.js';
import { MEMORY_DATA_DIR } from '../../config/app-config.js';
import { type Database, openDatabase } from '../../database/database.js';
import { migrate } from '../../database/migrate.js';
import { type DocumentInput } from '../../knowledge/document-input.js';
import { KnowledgeDocuments } from '../../knowledge/knowledge-documents.js';
import { KnowledgeIndex } from '../../knowledge/knowledge-index.js';
import { KnowledgeSearch } from '../../knowledge/knowledge-search.js';
import { type EvalDocument } from './retrieval-set.js';
import { type Hit, type RetrievalTarget, type SearchRequest } from './retrieval-target.js';

/** Documents added in one transaction, and between two looks at the signal. */
const BATCH_DOCUMENTS = 20;

/** A fresh knowledge base in memory, gone when it is closed. */
export class EmbeddedTarget implements RetrievalTarget {
  private readonly documents: KnowledgeDocuments;
  private readonly knowledge: KnowledgeSearch;

  private constructor(private readonly database: Database) {
    this.documents = new KnowledgeDocuments(database, new SystemClock());
    this.knowledge = new KnowledgeSearch(database);
  }

  /**
   * Opens one for documents in `language`, a text search configuration of the database.
   * @throws UnknownLanguage
   */
  static async open(language: string): Promise<EmbeddedTarget> {
    const database = await openDatabase({ kind: 'embedded', dataDir: MEMORY_DATA_DIR });
    try {
      await migrate(database);
      await new KnowledgeIndex(database, language).ensureLanguage();
      return new EmbeddedTarget(database);
    } catch (error) {
      await database.close();
      throw error;
    }
  }

  async load(documents: readonly EvalDocument[], signal: AbortSignal): Promise<string[]> {
    const ids: string[] = [];
    for (let at = 0; at < documents.length; at += BATCH_DOCUMENTS) {
      signal.throwIfAborted();
      const added = await this.documents.addMany(documents.slice(at, at + BATCH_DOCUMENTS).map(newDocument));
      ids.push(...added.map(({ documentId }) => documentId));
    }
    return ids;
  }

  async search(query: string, request: SearchRequest): Promise<Hit[]> {
    return this.knowledge.search({ query, ...request });
  }

  async close(): Promise<void> {
    await this.database.close();
  }
}

function newDocument({ id, title, text, fields }: EvalDocument): DocumentInput {
  return { title, text, metadata: { ...fields, evalId: id } };
}
