import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { KEY_REFUSED } from '../../src/auth/access.guard.js';
import { sqlStatements } from '../../src/telemetry/metrics.js';
import { type ApiAnswer } from '../support/api-client.js';
import { connectCustomer, connectOperator } from '../support/socket-client.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

/** Wrong credentials an address may show here; the budget is not whole again within a test. */
const GUESSES = 5;
const SETTINGS = {
  sampleKnowledge: false,
  RATE_LIMIT_PERIOD: '3600',
  RATE_LIMIT_FAILED_CREDENTIALS: String(GUESSES),
  TRUST_PROXY: '1',
} as const;

const wrongKey = (): string => `fd_${randomUUID()}`;

function list(desk: TestApp, apiKey: string, from = '203.0.113.1'): Promise<ApiAnswer> {
  return desk.api.get('/api/v1/sessions', { apiKey, headers: { 'x-forwarded-for': from } });
}

/** Uses up what the address may guess. */
async function guess(desk: TestApp): Promise<void> {
  for (let n = 0; n < GUESSES; n += 1) expect((await list(desk, wrongKey())).status).toBe(401);
}

/** How often a key was looked up in the database of any desk of this file. */
async function lookUps(): Promise<number> {
  const { values } = await sqlStatements.get();
  return values.find(({ labels }) => labels.statement === 'api_key_find')?.value ?? 0;
}

describe('who guesses API keys', () => {
  it('is stopped before they are looked up, while a key in use goes on from the same address', async () => {
    const desk = await startTestApp(SETTINGS);
    expect((await list(desk, desk.adminKey)).status).toBe(200);
    await guess(desk);
    const before = await lookUps();
    const refused = await list(desk, wrongKey());
    expect(refused).toMatchObject({ status: 429, body: { code: 'rate_limited', retryAfter: expect.any(Number) } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3500);
    expect(await lookUps()).toBe(before);
    expect((await list(desk, desk.adminKey)).status).toBe(200);
    // Nor is anybody else concerned: other addresses, and those who need no key.
    expect((await list(desk, wrongKey(), '203.0.113.2')).status).toBe(401);
    expect((await desk.api.get('/health', { headers: { 'x-forwarded-for': '203.0.113.1' } })).status).toBe(200);
  });

  it('has no more looked up than may be, also with all guesses at the same moment', async () => {
    const desk = await startTestApp(SETTINGS);
    const before = await lookUps();
    const answers = await Promise.all(Array.from({ length: 100 }, () => list(desk, wrongKey())));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(GUESSES);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(100 - GUESSES);
    expect(await lookUps()).toBe(before + GUESSES);
  });

  it('is not meant by one who shows the same wrong key again and again, which is looked up once', async () => {
    const desk = await startTestApp(SETTINGS);
    const before = await lookUps();
    const key = wrongKey();
    for (let n = 0; n < 3 * GUESSES; n += 1) {
      const answer = await list(desk, key);
      expect(answer).toMatchObject({ status: 401, body: { code: 'unauthenticated', detail: KEY_REFUSED } });
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    }
    expect(await lookUps()).toBe(before + 1);
    expect((await list(desk, desk.adminKey)).status).toBe(200);
  });

  it('is not meant by a good key that comes many times at once, when nobody has seen it before', async () => {
    const desk = await startTestApp(SETTINGS);
    const answers = await Promise.all(Array.from({ length: 50 }, () => list(desk, desk.adminKey)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 50 }, () => 200));
    // And that has cost nothing.
    await guess(desk);
  });

  it('is stopped at every operation, also those that need no key', async () => {
    const desk = await startTestApp(SETTINGS);
    await guess(desk);
    const headers = { 'x-forwarded-for': '203.0.113.1' };
    for (const path of ['/metrics', '/health', '/api/v1/tickets', '/api/v1/nothing']) {
      expect([path, (await desk.api.get(path, { apiKey: wrongKey(), headers })).status]).toEqual([path, 429]);
    }
  });

  it('is stopped at the sockets too', async () => {
    const desk = await startTestApp(SETTINGS);
    const extraHeaders = { 'x-forwarded-for': '203.0.113.1' };
    const knock = async (apiKey: string): Promise<string | undefined> => {
      const client = connectOperator(desk.url, { apiKey, name: 'Ada' }, { extraHeaders });
      const problem = await client.settled();
      client.close();
      return problem?.code;
    };
    expect(await knock(desk.adminKey)).toBeUndefined();
    for (let n = 0; n < GUESSES; n += 1) expect(await knock(wrongKey())).toBe('unauthenticated');
    expect(await knock(wrongKey())).toBe('rate_limited');
    expect((await list(desk, wrongKey())).status).toBe(429);
    expect(await knock(desk.adminKey)).toBeUndefined();
  });
});

describe('who forges session tokens', () => {
  const forged = (): string => `${randomUUID()}.${randomUUID()}.${randomUUID()}`;
  const headers = { 'x-forwarded-for': '203.0.113.1' };

  it('is told to wait, while every customer at the same address goes on, also one who is new here', async () => {
    const desk = await startTestApp(SETTINGS);
    const customer = await desk.newSession();
    const path = `/api/v1/chat/${customer.sessionId}/messages`;
    for (let n = 0; n < GUESSES; n += 1)
      expect((await desk.api.get(path, { token: forged(), headers })).status).toBe(401);
    expect((await desk.api.get(path, { token: forged(), headers })).status).toBe(429);
    expect((await desk.api.get(path, { token: customer.token, headers })).status).toBe(200);
    const opened = await desk.api.post<{ token: string }>('/api/v1/sessions', {}, { headers });
    expect(opened.status).toBe(201);
  });

  it('is told so at the sockets too', async () => {
    const desk = await startTestApp(SETTINGS);
    const customer = await desk.newSession();
    const knock = async (token: string): Promise<string | undefined> => {
      const client = connectCustomer(desk.url, { token }, { extraHeaders: headers });
      const problem = await client.settled();
      client.close();
      return problem?.code;
    };
    for (let n = 0; n < GUESSES; n += 1) expect(await knock(forged())).toBe('unauthenticated');
    expect(await knock(forged())).toBe('rate_limited');
    expect(await knock(customer.token)).toBeUndefined();
  });

  it('is not meant by one who shows the same token again, such as a page that was left open', async () => {
    const desk = await startTestApp(SETTINGS);
    const token = forged();
    const { sessionId } = await desk.newSession();
    for (let n = 0; n < 3 * GUESSES; n += 1) {
      expect((await desk.api.get(`/api/v1/chat/${sessionId}/messages`, { token, headers })).status).toBe(401);
    }
  });
});
