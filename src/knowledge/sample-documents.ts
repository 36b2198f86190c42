import { readdir, readFile } from 'node:fs/promises';
import { type Database } from '../database/database.js';
import { type DocumentInput } from './document-input.js';
import { COUNT_DOCUMENTS, LOCK_WRITER } from './document-statements.js';
import { type KnowledgeDocuments } from './knowledge-documents.js';
import { readSetting, writeSetting } from './knowledge-settings.js';

const FOLDER = new URL('./samples/', import.meta.url);

/**
 * Loads the sample documents into an empty knowledge base, once in its life: whoever deletes them, or starts with documents
 * of their own, is not offered them again.
 * @returns how many were loaded now
 */
export async function loadSampleDocuments(database: Database, documents: KnowledgeDocuments): Promise<number> {
  if (await readSetting(database, 'samples_offered')) return 0;
  const samples = await readSampleDocuments();
  return database.transaction(async (sql) => {
    await sql.query(LOCK_WRITER);
    if (await readSetting(sql, 'samples_offered')) return 0;
    await writeSetting(sql, 'samples_offered', 'yes');
    const [stored] = await sql.query<{ documents: number }>(COUNT_DOCUMENTS);
    if (stored && stored.documents > 0) return 0;
    return (await documents.addWithin(sql, samples)).length;
  });
}

/** The samples as they are added: the first heading is the title, what follows it the text. */
export async function readSampleDocuments(): Promise<DocumentInput[]> {
  const files = (await readdir(FOLDER)).filter((file) => file.endsWith('.md')).sort();
  return Promise.all(
    files.map(async (file): Promise<DocumentInput> => {
      const [heading = '', ...text] = (await readFile(new URL(file, FOLDER), 'utf8')).split('\n');
      return {
        title: heading.replace(/^# /, ''),
        text: text.join('\n').trim(),
        source: `samples/${file}`,
        metadata: { sample: true },
        format: 'markdown',
      };
    }),
  );
}
