import { describe, expect, it } from '@jest/globals';
import { startEmbeddingServer } from '../support/embedding-server.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { until } from '../support/until.js';

const PATH = '/api/v1/knowledge/reindex';

interface Status {
  readonly status: string;
  readonly done: number;
  readonly total: number;
  readonly settings: object;
}

interface Health {
  readonly details: {
    readonly knowledge: { readonly status: string; readonly search: string; readonly vectors?: object };
  };
}

const statusOf = async ({ api, adminKey: apiKey }: TestApp): Promise<Status> =>
  (await api.get<Status>(PATH, { apiKey })).body;
const knowledgeOf = async ({ api }: TestApp): Promise<Health['details']['knowledge']> =>
  (await api.get<Health>('/health')).body.details.knowledge;
const complete = (app: TestApp): Promise<void> =>
  until(async () => (await statusOf(app)).status === 'complete', 40_000);

describe('re-index', () => {
  it('is refused without an embedding model, and health says how pages are searched', async () => {
    const app = await startTestApp();
    const refused = await app.api.post(PATH, {}, { apiKey: app.adminKey });
    expect(refused).toMatchObject({ status: 409, body: { code: 'embeddings_off' } });
    expect(await statusOf(app)).toMatchObject({ status: 'off', settings: { provider: 'none', model: null } });
    expect(await knowledgeOf(app)).toMatchObject({ status: 'up', search: 'lexical' });
    expect((await app.api.post(PATH, {})).status).toBe(401);
    await app.close();
  });

  it('runs in the background, follows new documents, goes on after a restart, and is told in health', async () => {
    const server = await startEmbeddingServer();
    const variables = {
      EMBEDDING_PROVIDER: 'openai-compatible',
      EMBEDDING_MODEL: 'hash',
      EMBEDDING_BASE_URL: server.url,
    };
    server.behaviour = 'fail';
    const first = await startTestApp(variables);
    await until(async () => (await statusOf(first)).status === 'failed', 40_000);
    expect(await knowledgeOf(first)).toMatchObject({ status: 'degraded', search: 'lexical' });
    const session = await first.newSession();
    const answer = await first.ask(session, 'How long does standard shipping take?');
    expect(answer.status).toBe(200);
    expect(answer.body.sources.length).toBeGreaterThan(0);
    await first.close();

    server.behaviour = 'answer';
    const second = await startTestApp({ ...variables, database: first.database });
    await complete(second);
    const { total } = await statusOf(second);
    expect(total).toBeGreaterThanOrEqual(10);
    expect(await knowledgeOf(second)).toMatchObject({
      status: 'up',
      search: 'hybrid',
      vectors: { done: total, total },
    });
    const document = { title: 'Kettles', text: 'The quibble kettle boils a litre in 77 seconds.' };
    await second.api.post('/api/v1/knowledge/documents', document, { apiKey: second.adminKey });
    await until(async () => (await statusOf(second)).done === total + 1, 40_000);

    const started = await second.api.post<{ jobId: string | null }>(
      PATH,
      { everything: true },
      { apiKey: second.adminKey },
    );
    expect(started.status).toBe(202);
    await complete(second);
    const wrong = await second.api.post(PATH, { everything: 'yes' }, { apiKey: second.adminKey });
    expect(wrong.status).toBe(400);
    await second.close();
  });
});
