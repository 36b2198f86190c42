import { beforeEach, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Database } from '../../src/database/database.js';
import { UnknownLanguage } from '../../src/knowledge/knowledge.errors.js';
import { KnowledgeDocuments } from '../../src/knowledge/knowledge-documents.js';
import { KnowledgeIndex } from '../../src/knowledge/knowledge-index.js';
import { KnowledgeSearch } from '../../src/knowledge/knowledge-search.js';
import { loadSampleDocuments } from '../../src/knowledge/sample-documents.js';
import { describeOnEachDatabase } from '../support/databases.js';
import { FakeClock } from '../support/fake-clock.js';
import { deleteAllDocuments, readIndex, recount } from '../support/knowledge.js';

const WORDS = ['boot', 'boots', 'refund', 'the', '退款政策', 'lantern', 'x1', 'Straße', "don't", 'tent'];

describeOnEachDatabase('knowledge index', (open) => {
  let database: Database;
  let documents: KnowledgeDocuments;

  beforeEach(async () => {
    database = open();
    documents = new KnowledgeDocuments(database, new FakeClock());
    await deleteAllDocuments(database, documents);
  });

  it('keeps every counter exact under concurrent adds and deletes', async () => {
    const text = fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 12 }).map((words) => words.join(' '));
    const step = fc.record({ title: fc.option(text, { nil: undefined }), text, remove: fc.nat(3) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 24 }), async (steps) => {
        const ids: string[] = [];
        await Promise.all(
          steps.map(async ({ title, text, remove }) => {
            const { documentId } = await documents.add({ title, text });
            ids.push(documentId);
            if (remove > 0) await documents.delete(ids[(remove * 7) % ids.length]!);
          }),
        );
        expect(await recount(database)).toEqual([]);
        const grown = await readIndex(database);
        // Another language and back: an index from scratch.
        await new KnowledgeIndex(database, 'simple').ensureLanguage();
        await new KnowledgeIndex(database, 'english').ensureLanguage();
        expect(await readIndex(database)).toEqual(grown);
        await deleteAllDocuments(database, documents);
      }),
      { numRuns: 8 },
    );
  });

  it('indexes everything anew when the language changes, once', async () => {
    const search = new KnowledgeSearch(database);
    await documents.add({ text: 'Los corredores compraban zapatos.' });
    expect(await search.search({ query: 'comprar' })).toEqual([]);
    expect(await new KnowledgeIndex(database, 'spanish').ensureLanguage()).toBe(true);
    expect(await search.search({ query: 'comprar' })).toHaveLength(1);
    expect(await new KnowledgeIndex(database, 'spanish').ensureLanguage()).toBe(false);
    await documents.add({ text: 'Las botas vuelven.' });
    expect(await search.search({ query: 'bota' })).toHaveLength(1);
    expect(await recount(database)).toEqual([]);
    await new KnowledgeIndex(database, 'english').ensureLanguage();
  });

  it('refuses a language the database does not offer, naming those it does, and changes nothing', async () => {
    const before = await readIndex(database);
    for (const language of ['klingon', "english'; DROP TABLE x", '']) {
      const refused = new KnowledgeIndex(database, language).ensureLanguage();
      await expect(refused).rejects.toThrow(UnknownLanguage);
      await expect(refused).rejects.toThrow(/english, .*german/);
    }
    expect(await readIndex(database)).toEqual(before);
    expect(await new KnowledgeIndex(database, 'english').ensureLanguage()).toBe(false);
  });

  it('offers the samples once, to an empty knowledge base', async () => {
    const loads = await Promise.all([1, 2, 3].map(() => loadSampleDocuments(database, documents)));
    expect(loads.sort()).toEqual([0, 0, 10]);
    await deleteAllDocuments(database, documents);
    expect(await loadSampleDocuments(database, documents)).toBe(0);
    expect(await documents.count()).toBe(0);
    await database.query({
      name: 'test_forget_offer',
      text: `DELETE FROM knowledge_settings WHERE name = 'samples_offered'`,
    });
    await documents.add({ text: 'Our own.' });
    expect(await loadSampleDocuments(database, documents)).toBe(0);
    expect(await documents.count()).toBe(1);
  });
});
