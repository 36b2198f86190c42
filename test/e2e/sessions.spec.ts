import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CreatedSessionDto, type SessionDto, type SessionPageDto } from '../../src/chat/sessions.dto.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

describe('sessions', () => {
  let desk: TestApp;
  beforeAll(async () => {
    desk = await startTestApp({ CORS_ORIGINS: 'https://shop.example' });
  });
  afterAll(() => desk.close());

  it('are made with a token, shown without secrets, and changed by version', async () => {
    const made = await desk.api.post<CreatedSessionDto>('/api/v1/sessions', { metadata: { page: '/pricing' } });
    const { session, token } = made.body;
    expect(made.status).toBe(201);
    const path = `/api/v1/sessions/${session.sessionId}`;
    const read = await desk.api.get<SessionDto>(path, { token });
    expect(read.body).toEqual(session);
    expect(Object.keys(read.body)).not.toContain('fingerprintHash');
    const etag = read.headers.get('etag') ?? '';
    const change = { metadata: { page: null, plan: { name: 'pro' } } };
    const changed = await desk.api.patch<SessionDto>(path, change, { token, headers: { 'if-match': etag } });
    expect(changed.body).toMatchObject({ metadata: { plan: { name: 'pro' } }, version: session.version + 1 });
    expect(changed.body.metadata).not.toHaveProperty('page');
    const stale = await desk.api.patch(path, change, { token, headers: { 'if-match': etag } });
    expect([stale.status, stale.body]).toMatchObject([409, { code: 'conflict' }]);
    expect((await desk.api.patch(path, change, { token, headers: { 'if-match': 'abc' } })).status).toBe(400);
  });

  it('of a chosen id are for keys, once', async () => {
    const apiKey = desk.adminKey;
    const body = { sessionId: 'shop-4711', userId: 'kim' };
    const made = await desk.api.post<CreatedSessionDto>('/api/v1/sessions', body, { apiKey });
    expect(made.body.session).toMatchObject(body);
    const again = await desk.api.post('/api/v1/sessions', body, { apiKey });
    expect([again.status, again.body]).toMatchObject([409, { code: 'conflict' }]);
  });

  it('are listed in pages without loss, and counted', async () => {
    const apiKey = desk.adminKey;
    const made = await Promise.all(Array.from({ length: 7 }, () => desk.newSession()));
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: { body: SessionPageDto } = await desk.api.get<SessionPageDto>(
        `/api/v1/sessions?limit=3${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
        { apiKey },
      );
      seen.push(...page.body.data.map(({ sessionId }) => sessionId));
      cursor = page.body.nextCursor;
      expect(page.body.hasMore).toBe(cursor !== null);
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual(expect.arrayContaining(made.map(({ sessionId }) => sessionId)));
    const stats = await desk.api.get<{ storeType: string; activeSessions: number }>('/api/v1/sessions/stats', {
      apiKey,
    });
    expect(stats.body).toMatchObject({ storeType: 'in_memory', activeSessions: seen.length });
  });

  it('answer other origins only when they are named', async () => {
    const allowed = await desk.api.request('OPTIONS', '/api/v1/sessions', undefined, {
      headers: { origin: 'https://shop.example', 'access-control-request-method': 'POST' },
    });
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://shop.example');
    const other = await desk.api.request('GET', '/livez', undefined, { headers: { origin: 'https://evil.example' } });
    expect(other.headers.get('access-control-allow-origin')).not.toBe('https://evil.example');
  });
});
