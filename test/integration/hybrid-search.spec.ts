import { beforeEach, describe, expect, it } from '@jest/globals';
import { loadConfig } from '../../src/config/app-config.js';
import { type Database } from '../../src/database/database.js';
import { Jobs } from '../../src/jobs/jobs.js';
import { configureEmbeddings } from '../../src/knowledge/embedding/configure-embeddings.js';
import { type Embeddings } from '../../src/knowledge/embedding/embeddings.js';
import { EmbeddingsOff } from '../../src/knowledge/embedding/embedding.errors.js';
import { KnowledgeDocuments } from '../../src/knowledge/knowledge-documents.js';
import { KnowledgeSearch } from '../../src/knowledge/knowledge-search.js';
import { openTestDatabase } from '../support/databases.js';
import { type EmbeddingServer, startEmbeddingServer } from '../support/embedding-server.js';
import { FakeClock } from '../support/fake-clock.js';
import { onCleanUp } from '../support/clean-up.js';
import { until } from '../support/until.js';

const PAGES = [
  { title: 'Getting money back', text: 'We reimburse you within five days.', metadata: { shop: 'de' } },
  { title: 'Signing in', text: 'Reset your login under your account.', metadata: { shop: 'us' } },
  { title: 'Opening hours', text: 'Our shops open at nine.', metadata: { shop: 'us' } },
  { title: 'Packages', text: 'A package takes three days to Alaska.', metadata: { shop: 'us' } },
];

interface Desk {
  readonly embeddings: Embeddings;
  readonly jobs: Jobs;
  readonly documents: KnowledgeDocuments;
  readonly knowledge: KnowledgeSearch;
  readonly clock: FakeClock;
}

async function openDesk(database: Database, variables: Record<string, string>): Promise<Desk> {
  const {
    knowledge: { embedding },
    pii,
  } = loadConfig({
    ...{ ENVIRONMENT: 'test', EMBEDDING_PROVIDER: 'openai-compatible', EMBEDDING_MODEL: 'hash' },
    ...variables,
  });
  const clock = new FakeClock();
  const jobs = new Jobs(database, { warn: () => undefined });
  onCleanUp(() => jobs.stop(2_000));
  const embeddings = configureEmbeddings(embedding, { database, jobs, clock, pii });
  const documents = new KnowledgeDocuments(database, clock, () => {
    embeddings.noteStored();
  });
  await embeddings.prepare();
  await jobs.start();
  return { embeddings, jobs, documents, clock, knowledge: new KnowledgeSearch(database, embeddings.questions) };
}

const complete = (desk: Desk, total: number): Promise<void> =>
  until(async () => {
    const { status, done } = await desk.embeddings.state();
    return status === 'complete' && done === total;
  }, 40_000);

const titles = async ({ knowledge }: Desk, query: string, more: object = {}): Promise<string[]> =>
  (await knowledge.search({ query, ...more })).map(({ title }) => title);

describe('hybrid search on the embedded database', () => {
  let database: Database;
  let server: EmbeddingServer;
  const open = (variables: Record<string, string> = {}): Promise<Desk> =>
    openDesk(database, { EMBEDDING_BASE_URL: server.url, ...variables });

  beforeEach(async () => {
    ({ database } = await openTestDatabase('embedded'));
    server = await startEmbeddingServer();
  });

  it('finds by meaning what shares no word, and scores it below what may be answered from', async () => {
    const desk = await open();
    await desk.documents.addMany(PAGES);
    await complete(desk, PAGES.length);
    expect(desk.embeddings.search).toBe('hybrid');
    const [first, ...others] = await desk.knowledge.search({ query: 'refund' });
    expect(first?.title).toBe('Getting money back');
    expect(first?.score).toBeGreaterThan(0.05);
    for (const { score } of [first!, ...others]) expect(score).toBeLessThan(0.5);
    expect((await titles(desk, 'credentials'))[0]).toBe('Signing in');
    // Found by words too: the score is that of the words.
    const lexical = new KnowledgeSearch(database);
    const [byWords] = await lexical.search({ query: 'When do the shops open?' });
    const [byBoth] = await desk.knowledge.search({ query: 'When do the shops open?' });
    expect(byBoth).toMatchObject({ title: 'Opening hours', chunkId: byWords?.chunkId });
    expect(byBoth?.score).toBeCloseTo(byWords!.score, 6);
  });

  it('tells the server no address of the customer, and its own pages as they are', async () => {
    const desk = await open({ PII_ALLOW: 'shop.example' });
    await desk.documents.addMany([...PAGES, { title: 'Help', text: 'Write to help@partner.example.' }]);
    await complete(desk, PAGES.length + 1);
    await titles(desk, 'refund for anna@example.com, paid with 4111 1111 1111 1111, not a@shop.example');
    expect(server.asked.at(-1)).toBe('refund for e-mail address, paid with payment card, not a@shop.example');
    expect(server.asked.join('\n')).toContain('help@partner.example');
  });

  it('keeps k, filters and explanations', async () => {
    const desk = await open();
    await desk.documents.addMany(PAGES);
    await complete(desk, PAGES.length);
    expect(await titles(desk, 'refund', { k: 1 })).toEqual(['Getting money back']);
    expect(await titles(desk, 'refund', { filter: { shop: 'us' } })).not.toContain('Getting money back');
    expect(await titles(desk, 'refund', { filter: { shop: 'de' } })).toEqual(['Getting money back']);
    const [passage] = await desk.knowledge.search({ query: 'package to Alaska', explain: true });
    const { evidence, terms } = passage!.explanation!;
    expect(terms.reduce((sum, { contribution }) => sum + contribution, 0)).toBeCloseTo(evidence, 6);
    expect(await desk.knowledge.search({ query: '', threshold: 0.1 })).toEqual([]);
  });

  it('embeds what is added later, and forgets what is deleted', async () => {
    const desk = await open();
    await desk.documents.addMany(PAGES);
    await complete(desk, PAGES.length);
    const { documentId } = await desk.documents.add({ title: 'Invoices', text: 'Bills come by post.' });
    await complete(desk, PAGES.length + 1);
    await desk.documents.delete(documentId);
    expect(await desk.embeddings.state()).toMatchObject({
      status: 'complete',
      done: PAGES.length,
      total: PAGES.length,
    });
    await desk.embeddings.reindex(false);
    await until(async () => server.asked.length >= PAGES.length + 1);
    expect(await titles(desk, 'Invoices')).not.toContain('Invoices');
  });

  it('goes on where it stopped after a restart, embedding nothing twice', async () => {
    const pages = Array.from({ length: 150 }, (_, n) => ({ title: `Page ${n}`, text: `Text of page ${n}.` }));
    await new KnowledgeDocuments(database, new FakeClock()).addMany(pages);
    server.remaining = 100;
    const first = await open();
    await until(async () => (await first.embeddings.state()).status === 'failed', 40_000);
    const { done, total, failure } = await first.embeddings.state();
    expect({ total, failure }).toEqual({ total: 150, failure: 'embedding_unavailable' });
    expect(done).toBeGreaterThan(0);
    expect(done).toBeLessThan(150);
    expect(first.embeddings.search).toBe('lexical');
    expect((await titles(first, 'text of page 7'))[0]).toMatch(/Page/);
    await first.jobs.stop(1_000);
    server.remaining = Infinity;
    const before = server.asked.length;
    const second = await open();
    await complete(second, 150);
    const passages = server.asked.filter((text) => text.startsWith('Page'));
    expect(passages.length - before).toBeLessThanOrEqual(150 - done);
  });

  it('makes every vector anew for another model, and removes those of the one before', async () => {
    const first = await open();
    await first.documents.addMany(PAGES);
    await complete(first, PAGES.length);
    await first.jobs.stop(1_000);
    const second = await open({ EMBEDDING_MODEL: 'other', EMBEDDING_DIMENSIONS: '32' });
    await complete(second, PAGES.length);
    expect((await second.embeddings.state()).dimensions).toBe(32);
    expect((await titles(second, 'refund'))[0]).toBe('Getting money back');
    const count = {
      name: 'test_count_vectors',
      text: 'SELECT count(*)::int AS n, count(DISTINCT settings_id)::int AS s FROM knowledge_vectors',
    };
    await until(
      async () => JSON.stringify(await database.query(count)) === JSON.stringify([{ n: PAGES.length, s: 1 }]),
    );
  });

  it('makes everything anew when the model changed behind its name', async () => {
    const desk = await open();
    await desk.documents.addMany(PAGES);
    await complete(desk, PAGES.length);
    server.dimensions = 48;
    await desk.documents.add({ title: 'Invoices', text: 'Bills come by post.' });
    await until(async () => (await desk.embeddings.state()).failure === 'embedding_unusable', 40_000);
    expect(await titles(desk, 'Bills by post')).toEqual(['Invoices']);
    await desk.embeddings.reindex(true);
    await complete(desk, PAGES.length + 1);
    expect(await desk.embeddings.state()).toMatchObject({ dimensions: 48, failure: null });
    expect((await titles(desk, 'reimburse me'))[0]).toBe('Getting money back');
  });

  it('searches by words while the model is away, and by both when it is back', async () => {
    const desk = await open({ EMBEDDING_QUERY_TIMEOUT_MS: '100' });
    await desk.documents.addMany(PAGES);
    await complete(desk, PAGES.length);
    for (const behaviour of ['fail', 'hang'] as const) {
      server.behaviour = behaviour;
      expect(await titles(desk, `package ${behaviour}`)).toEqual(['Packages']);
      expect(desk.embeddings.search).toBe('lexical');
      expect(desk.embeddings.questions?.failure).toBe('embedding_unavailable');
    }
    server.behaviour = 'answer';
    expect((await titles(desk, 'refund'))[0]).toBe('Getting money back');
    expect(desk.embeddings.search).toBe('hybrid');
  });

  it('asks a question once for its vector, and stops when the caller does', async () => {
    const desk = await open();
    await desk.documents.addMany(PAGES);
    await complete(desk, PAGES.length);
    const before = server.asked.length;
    for (let turn = 0; turn < 3; turn++) await titles(desk, 'refund');
    expect(server.asked.length - before).toBe(1);
    server.behaviour = 'hang';
    const search = desk.knowledge.search({ query: 'login', signal: AbortSignal.timeout(50) });
    await expect(search).rejects.toThrow(/timeout|aborted/i);
  });
});

describe('embeddings on a Postgres without pgvector', () => {
  it('leave the search to words, and say why a re-index is refused', async () => {
    const { database } = await openTestDatabase('postgres');
    const [{ available }] = (await database.query<{ available: boolean }>({
      name: 'test_has_vector',
      text: `SELECT EXISTS (SELECT FROM pg_available_extensions WHERE name = 'vector') AS available`,
    })) as [{ available: boolean }];
    const server = await startEmbeddingServer();
    const desk = await openDesk(database, { EMBEDDING_BASE_URL: server.url });
    await desk.documents.addMany(PAGES);
    if (available) {
      await complete(desk, PAGES.length);
      expect((await titles(desk, 'refund'))[0]).toBe('Getting money back');
      return;
    }
    expect(await desk.embeddings.state()).toMatchObject({ status: 'unsupported', provider: 'openai-compatible' });
    expect(desk.embeddings.search).toBe('lexical');
    expect(await titles(desk, 'package to Alaska')).toContain('Packages');
    await expect(desk.embeddings.reindex(false)).rejects.toThrow(EmbeddingsOff);
    expect(server.asked).toEqual([]);
  });
});
