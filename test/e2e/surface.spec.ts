import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/test-app.js';

describe('surface', () => {
  let desk: TestApp;
  beforeAll(async () => {
    desk = await startTestApp();
  });
  afterAll(() => desk.close());

  it('describes itself to programs, and shows browsers the page', async () => {
    const about = await desk.api.get<object>('/');
    expect(about.body).toMatchObject({
      name: 'frontdesk',
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      environment: 'test',
      status: 'ok',
      docs: '/docs',
      sessionStore: 'in_memory',
      sessionStats: { storeType: 'in_memory' },
    });
    const page = await desk.api.request('GET', '/', undefined, { headers: { accept: 'text/html,*/*' } });
    expect(page.headers.get('content-type')).toMatch(/^text\/html/);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(await page.text()).toContain('/assets/chat/main.js');
  });

  it.each(['/health', '/health/ready', '/readyz'])('%s tells its components', async (path) => {
    const { status, body } = await desk.api.get<object>(path);
    expect([status, body]).toMatchObject([
      200,
      {
        status: 'ok',
        mode: 'full',
        details: { database: { status: 'up' }, sessionStore: { status: 'up', connected: true } },
      },
    ]);
  });

  it.each(['/health/live', '/livez', '/health/startup', '/startupz'])('%s', async (path) => {
    const { status, body } = await desk.api.get<object>(path);
    expect([status, body]).toMatchObject([200, { status: 'ok' }]);
  });

  it('serves OpenAPI and a page for it', async () => {
    const { body } = await desk.api.get<{ paths: object }>('/openapi.json');
    expect(Object.keys(body.paths)).toContain('/api/v1/chat/{sessionId}/messages');
    expect((await desk.api.request('GET', '/docs')).status).toBe(200);
  });

  it('shows metrics to this machine and to admins only', async () => {
    const local = await desk.api.request('GET', '/metrics');
    expect(await local.text()).toContain('frontdesk_sql_statements_total');
    const headers = { 'x-forwarded-for': '203.0.113.9' };
    expect((await desk.api.request('GET', '/metrics', undefined, { headers })).status).toBe(403);
    const admin = { headers, apiKey: desk.adminKey };
    expect((await desk.api.request('GET', '/metrics', undefined, admin)).status).toBe(200);
  });

  it('takes text and Markdown files', async () => {
    const upload = async (name: string, content: string | Uint8Array<ArrayBuffer>, fields = {}) => {
      const form = new FormData();
      for (const [field, value] of Object.entries(fields)) form.set(field, String(value));
      form.set('file', new Blob([content]), name);
      return desk.api.post<{ documentId: string; deduplicated: boolean }>('/api/v1/knowledge/documents', form, {
        apiKey: desk.adminKey,
      });
    };
    const markdown = '# Gift wrapping\n\nWrapping costs 4 florins per parcel.\n';
    const first = await upload('gifts.md', markdown, { metadata: '{"team":"shop"}' });
    expect([first.status, first.body.deduplicated]).toEqual([201, false]);
    expect((await upload('copy.md', markdown)).body).toMatchObject({ ...first.body, deduplicated: true });
    const stored = await desk.api.get(`/api/v1/knowledge/documents/${first.body.documentId}`, {
      apiKey: desk.adminKey,
    });
    expect(stored.body).toMatchObject({
      title: 'Gift wrapping',
      source: 'gifts.md',
      metadata: { team: 'shop' },
      text: markdown,
    });
    const refused = [
      await upload('photo.png', 'x'),
      await upload('latin.txt', Uint8Array.of(0xe9, 0x20, 0xe9)),
      await upload('gifts.md', markdown, { metadata: 'no json' }),
    ];
    expect(refused.map(({ status }) => status)).toEqual([400, 400, 400]);
    expect((await upload('big.txt', 'x'.repeat(2_000_000))).status).toBe(413);
  });

  it('searches with a filter, a threshold and an explanation', async () => {
    const apiKey = desk.adminKey;
    await desk.api.post(
      '/api/v1/knowledge/documents',
      {
        documents: ['red', 'blue'].map((team) => ({
          title: `Frobnicator ${team}`,
          text: `The ${team} frobnicator hums.`,
          metadata: { team },
        })),
      },
      { apiKey },
    );
    const search = async (body: object) =>
      (
        await desk.api.post<{ sources: { title: string; score: number; metadata: object; explanation?: object }[] }>(
          '/api/v1/knowledge/search',
          body,
          { apiKey },
        )
      ).body.sources;
    const blue = await search({ query: 'frobnicator', filter: { team: 'blue' }, explain: true });
    expect(blue).toEqual([expect.objectContaining({ title: 'Frobnicator blue', metadata: { team: 'blue' } })]);
    expect(blue[0]).toHaveProperty('explanation');
    expect(await search({ query: 'frobnicator', k: 1 })).toHaveLength(1);
    const found = await search({ query: 'how do I reset my password', threshold: 0.5 });
    expect(found.every(({ score }) => score >= 0.5 && score <= 1)).toBe(true);
    expect(found.length).toBeGreaterThan(0);
  });
});
