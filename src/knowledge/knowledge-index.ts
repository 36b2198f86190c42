import { type Database } from '../database/database.js';
import { type Sql, type SqlStatement } from '../database/sql.js';
import { LOCK_WRITER, READ_FOR_INDEX } from './document-statements.js';
import { type IndexableDocument, indexDocuments } from './index-documents.js';
import { EMPTY_INDEX, REFRESH_STATISTICS } from './index-statements.js';
import { KnowledgeIndexDamaged, UnknownLanguage } from './knowledge.errors.js';
import { readSetting, writeSetting } from './knowledge-settings.js';

const LANGUAGES: SqlStatement = {
  name: 'knowledge_languages',
  text: `SELECT DISTINCT cfgname AS name FROM pg_ts_config WHERE pg_ts_config_is_visible(oid) ORDER BY 1`,
};

const DOCUMENTS_AT_ONCE = 200;

/** Keeps the whole index in one language: documents and questions meet only as stems of the same dictionary. */
export class KnowledgeIndex {
  constructor(
    private readonly database: Database,
    private readonly language: string,
  ) {}

  /**
   * Makes the configured language the stored one; if it changed, indexes every document anew in one transaction, while
   * searches go on in the old language until it commits. Call it at start-up.
   * @returns whether the index was made anew
   * @throws UnknownLanguage, listing what the database offers
   */
  async ensureLanguage(): Promise<boolean> {
    if ((await this.storedLanguage(this.database)) === this.language) return false;
    return this.database.transaction(async (sql) => {
      await sql.query(LOCK_WRITER);
      // Another instance may have done it while this one waited.
      if ((await this.storedLanguage(sql)) === this.language) return false;
      await this.refuseUnknown(sql);
      await writeSetting(sql, 'language', this.language);
      await rebuild(sql);
      return true;
    });
  }

  private async storedLanguage(sql: Sql): Promise<string> {
    const stored = await readSetting(sql, 'language');
    if (stored === undefined) {
      throw new KnowledgeIndexDamaged("The setting 'language' of the knowledge base is missing. Restore the backup.");
    }
    return stored;
  }

  private async refuseUnknown(sql: Sql): Promise<void> {
    const offered = await sql.query<{ name: string }>(LANGUAGES);
    if (offered.some(({ name }) => name === this.language)) return;
    const names = offered.map(({ name }) => name).join(', ');
    throw new UnknownLanguage(
      `KNOWLEDGE_LANGUAGE ${this.language} is not offered by the database. Choose one of: ${names}.`,
    );
  }
}

async function rebuild(sql: Sql): Promise<void> {
  for (const statement of EMPTY_INDEX) await sql.query(statement);
  for (let last = 0; ;) {
    const documents = await sql.query<IndexableDocument>(READ_FOR_INDEX, [last, DOCUMENTS_AT_ONCE]);
    if (documents.length === 0) break;
    await indexDocuments(sql, documents);
    last = documents.at(-1)?.number ?? last;
  }
  await sql.query(REFRESH_STATISTICS);
}
