import { beforeEach, describe, expect, it } from '@jest/globals';
import { ValidationFailed } from '../../src/common/app-error.js';
import { openDatabase, type Database } from '../../src/database/database.js';
import { type DocumentInput } from '../../src/knowledge/document-input.js';
import { KnowledgeDocuments } from '../../src/knowledge/knowledge-documents.js';
import { KnowledgeSearch } from '../../src/knowledge/knowledge-search.js';
import { describeOnEachDatabase, openTestDatabase } from '../support/databases.js';
import { FakeClock } from '../support/fake-clock.js';
import { deleteAllDocuments, readIndex } from '../support/knowledge.js';

const DOCUMENT = { title: 'Returns', text: 'Boots go back within 30 days.', metadata: { shop: 'de' } };

describeOnEachDatabase('knowledge documents', (open) => {
  let database: Database;
  let documents: KnowledgeDocuments;

  beforeEach(async () => {
    database = open();
    documents = new KnowledgeDocuments(database, new FakeClock());
    await deleteAllDocuments(database, documents);
  });

  it('gives back what was added', async () => {
    const added = await documents.add({ ...DOCUMENT, url: 'https://a.example/x', source: 'import' });
    expect(added).toEqual({
      documentId: expect.stringMatching(/^doc_[0-9a-f]{32}$/),
      chunks: 1,
      status: 'indexed',
      deduplicated: false,
    });
    expect(await documents.get(added.documentId)).toEqual({
      ...DOCUMENT,
      documentId: added.documentId,
      url: 'https://a.example/x',
      source: 'import',
      chunks: 1,
      createdAt: new FakeClock().date(),
    });
    expect(await documents.get('doc_0')).toBeUndefined();
    expect(await documents.count()).toBe(1);
  });

  it('stores the same words once, though 20 callers add them at once', async () => {
    const variants = ['Boots go back within 30 days.', '  Boots go  back\r\nwithin 30 days. '];
    const adding = Array.from({ length: 20 }, (_, i) => documents.add({ ...DOCUMENT, text: variants[i % 2]! }));
    const added = await Promise.all(adding);
    expect(new Set(added.map(({ documentId }) => documentId)).size).toBe(1);
    expect(added.filter(({ deduplicated }) => !deduplicated)).toHaveLength(1);
    expect(await documents.count()).toBe(1);
    const before = await readIndex(database);
    expect(await documents.add({ ...DOCUMENT, metadata: { shop: 'us' } })).toMatchObject({
      deduplicated: true,
      chunks: 1,
    });
    expect(await readIndex(database)).toEqual(before);
  });

  it('answers an array in its order, with equal documents as one', async () => {
    await documents.add(DOCUMENT);
    const other = { text: 'Tents are dried first.' };
    const added = await documents.addMany([other, DOCUMENT, other, { title: 'Returns', text: 'Other.' }]);
    expect(added.map(({ deduplicated }) => deduplicated)).toEqual([false, true, true, false]);
    expect(added[2]?.documentId).toBe(added[0]?.documentId);
    expect(await documents.count()).toBe(3);
    expect(await documents.addMany([])).toEqual([]);
  });

  it('stores all of an array or nothing', async () => {
    await expect(documents.addMany([DOCUMENT, { text: ' ' }])).rejects.toThrow(ValidationFailed);
    expect(await documents.count()).toBe(0);
  });

  it('leaves no trace of a deleted document, and says when there was none', async () => {
    const empty = await readIndex(database);
    const { documentId } = await documents.add({ ...DOCUMENT, title: '退款 Rückgabe' });
    expect(await documents.delete(documentId)).toBe(true);
    expect(await documents.delete(documentId)).toBe(false);
    expect(await documents.get(documentId)).toBeUndefined();
    expect(await readIndex(database)).toEqual(empty);
    expect(Object.values(empty).flat()).toHaveLength(3);
    const [chunks] = await database.query<{ count: number }>({
      name: 'test_chunks',
      text: 'SELECT count(*)::int FROM knowledge_chunks',
    });
    expect(chunks?.count).toBe(0);
  });

  it('lists newest first, page by page', async () => {
    const added = await documents.addMany(['one', 'two', 'three', 'four', 'five'].map((text) => ({ text })));
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await documents.list({ limit: 2, cursor });
      seen.push(...page.data.map(({ title }) => title));
      expect(page.hasMore).toBe(page.nextCursor !== null);
      cursor = page.nextCursor ?? undefined;
      if (seen.length === 2) await documents.delete(added[0]!.documentId);
    } while (cursor);
    expect(seen).toEqual(['five', 'four', 'three', 'two']);
    await expect(documents.list({ limit: 0 })).rejects.toThrow(ValidationFailed);
    await expect(documents.list({ limit: 1, cursor: "1' OR 1" })).rejects.toThrow(ValidationFailed);
  });

  it('makes NUL and lone surrogates harmless', async () => {
    const bad = '\u0000boots\ud83d \udc00x';
    const { documentId } = await documents.add({
      title: bad,
      text: bad,
      source: bad,
      metadata: { [bad]: [bad, { k: bad }] },
    });
    const stored = await documents.get(documentId);
    expect(stored?.text).toBe('boots\ufffd \ufffdx');
    expect(JSON.stringify(stored)).not.toMatch(/\\u0000|\\ud83d/);
    expect(await new KnowledgeSearch(database).search({ query: bad })).toHaveLength(1);
  });

  it.each<[string, DocumentInput]>([
    ['title', { title: 'x'.repeat(501), text: 'x' }],
    ['text', { title: 'x', text: '\u0000 \n' }],
    ['text', { text: 'x'.repeat(1_000_001) }],
    ['url', { text: 'x', url: 'javascript:alert(1)' }],
    ['source', { text: 'x', source: 'x'.repeat(501) }],
    ['metadata', { text: 'x', metadata: { big: 'x'.repeat(16_384) } }],
    [
      'metadata',
      { text: 'x', metadata: JSON.parse(`${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`) as Record<string, unknown> },
    ],
  ])('refuses a %s out of bounds', async (field, input) => {
    await expect(documents.add(input)).rejects.toMatchObject({ problems: [{ field }] });
  });

  it('takes a megabyte in one line', async () => {
    const { chunks } = await documents.add({ text: 'lantern '.repeat(125_000) });
    expect(chunks).toBeGreaterThan(800);
    expect(await new KnowledgeSearch(database).search({ query: 'lantern' })).toHaveLength(2);
  }, 60_000);
});

describe('two instances on one Postgres', () => {
  it('see each document from its add to its delete', async () => {
    const opened = await openTestDatabase('postgres');
    const second = await openDatabase(opened.location);
    const here = new KnowledgeDocuments(opened.database, new FakeClock());
    const there = new KnowledgeSearch(second);
    for (let round = 0; round < 10; round++) {
      const { documentId } = await here.add({ text: `Lantern number ${round}.` });
      expect(await there.search({ query: 'lantern' })).toEqual([expect.objectContaining({ documentId })]);
      await here.delete(documentId);
      expect(await there.search({ query: 'lantern' })).toEqual([]);
    }
    await second.close();
    await opened.close();
  });
});
