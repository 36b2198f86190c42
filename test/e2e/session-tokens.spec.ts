import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SESSION_STORE, type SessionStore } from '../../src/session/session-store.js';
import { SessionTokens } from '../../src/session/session-tokens.js';
import { type ApiAnswer } from '../support/api-client.js';
import { onCleanUp } from '../support/clean-up.js';
import { createTestDatabase } from '../support/databases.js';
import { FakeClock } from '../support/fake-clock.js';
import { startRedis } from '../support/redis-server.mjs';
import { connectCustomer } from '../support/socket-client.js';
import { startTestApp, type TestApp, type TestAppOptions, type TestSession } from '../support/test-app.js';
import { until } from '../support/until.js';

interface Renewed {
  readonly token: string;
  readonly expiresAt: string;
  readonly code?: string;
}

const renew = (desk: TestApp, { sessionId, token }: TestSession, body?: object): Promise<ApiAnswer<Renewed>> =>
  desk.api.post<Renewed>(`/api/v1/sessions/${sessionId}/tokens`, body, { token });

const read = (desk: TestApp, { sessionId, token }: TestSession): Promise<ApiAnswer<{ code?: string }>> =>
  desk.api.get(`/api/v1/sessions/${sessionId}`, { token });

/** Whether the token opens its session, over REST. */
async function opens(desk: TestApp, session: TestSession): Promise<boolean> {
  const { status, body } = await read(desk, session);
  if (status === 200) return true;
  expect([status, body.code]).toEqual([401, 'token_revoked']);
  return false;
}

const shared = (): TestAppOptions => ({
  SESSION_STORE_TYPE: 'redis',
  REDIS_URL: process.env.TEST_REDIS_URL ?? '',
  REDIS_SESSION_KEY_PREFIX: `e2e-${randomUUID()}:`,
});

const STORES: [string, TestAppOptions][] = [
  ['in memory, embedded', { database: 'embedded', SESSION_STORE_TYPE: 'in_memory' }],
  ['in memory, embedded, no fingerprints', { database: 'embedded', SESSION_FINGERPRINT_MODE: 'off' }],
  ['in Redis, Postgres', { database: 'postgres', ...shared() }],
];

describe.each(STORES)('tokens of a session (%s)', (_where, options) => {
  let desk: TestApp;
  let clock: FakeClock;
  let store: SessionStore;
  beforeAll(async () => {
    clock = new FakeClock(Date.now());
    desk = await startTestApp({ ...options, clock, sampleKnowledge: false });
    store = desk.app.get<SessionStore>(SESSION_STORE);
  });
  afterAll(() => desk.close());

  it('are renewed, and the old one stays good', async () => {
    const session = await desk.newSession();
    clock.advance(60_000);
    const { status, body } = await renew(desk, session, {});
    expect(status).toBe(201);
    expect(Date.parse(body.expiresAt)).toBeGreaterThan(clock.now());
    expect(body.token).not.toBe(session.token);
    expect(await opens(desk, session)).toBe(true);
    expect(await opens(desk, { ...session, token: body.token })).toBe(true);
  });

  it('stop working when the others are revoked, and only those', async () => {
    const session = await desk.newSession();
    const [stranger, second] = [await desk.newSession(), (await renew(desk, session)).body.token];
    const { body } = await renew(desk, session, { revokeOthers: true });
    expect(await opens(desk, session)).toBe(false);
    expect(await opens(desk, { ...session, token: second })).toBe(false);
    expect(await opens(desk, { ...session, token: body.token })).toBe(true);
    expect(await opens(desk, stranger)).toBe(true);
    // A revoked one brings no good one forth, nor anything else.
    for (const answer of [
      await renew(desk, session, {}),
      await renew(desk, session, { revokeOthers: true }),
      await desk.ask(session, 'Hello?'),
      await desk.api.post<Renewed>(`/api/v1/sessions/${session.sessionId}/confirm`, { token: session.token }, session),
    ]) {
      expect([answer.status, answer.body]).toMatchObject([401, { code: 'token_revoked' }]);
    }
  });

  it('are all revoked by DELETE; a service gives a new one, and the conversation goes on', async () => {
    const session = await desk.newSession();
    const { sessionId } = session;
    expect((await desk.ask(session, 'When is support open?')).status).toBe(200);
    expect((await desk.api.delete(`/api/v1/sessions/${sessionId}/tokens`, session)).status).toBe(204);
    expect(await opens(desk, session)).toBe(false);
    const apiKey = desk.adminKey;
    const { body } = await desk.api.post<Renewed>(`/api/v1/sessions/${sessionId}/tokens`, {}, { apiKey });
    const renewed = { ...session, token: body.token };
    expect((await read(desk, renewed)).body).toMatchObject({ messageCount: 1 });
    expect((await desk.api.delete(`/api/v1/sessions/${sessionId}/tokens`, { token: body.token })).status).toBe(204);
    expect(await opens(desk, renewed)).toBe(false);
  });

  it('of two holders who revoke the others at once one keeps the session', async () => {
    const session = await desk.newSession();
    const answers = await Promise.all(Array.from({ length: 8 }, () => renew(desk, session, { revokeOthers: true })));
    const winners = answers.filter(({ status }) => status === 201);
    expect(winners).toHaveLength(1);
    expect(await opens(desk, { ...session, token: winners[0]?.body.token ?? '' })).toBe(true);
  });

  it('stay revoked when the live session is lost and rebuilt', async () => {
    const session = await desk.newSession();
    const { body } = await renew(desk, session, { revokeOthers: true });
    clock.advance(1_900_000);
    // On the test's clock it has idled out in memory; in Redis, whose clock goes on by itself, it is made to.
    await store.setTtl(session.sessionId, 1);
    await until(async () => (await store.get(session.sessionId)).status !== 'found');
    expect(await opens(desk, session)).toBe(false);
    expect(await opens(desk, { ...session, token: body.token })).toBe(true);
    expect(await store.get(session.sessionId)).toMatchObject({ status: 'found' });
    expect(await opens(desk, session)).toBe(false);
  });

  it('are looked up on record where a session of an earlier version knows no generation', async () => {
    const session = await desk.newSession();
    await renew(desk, session, { revokeOthers: true });
    await store.setTtl(session.sessionId, 1);
    clock.advance(10);
    await until(async () => (await store.get(session.sessionId)).status !== 'found');
    await store.create({ sessionId: session.sessionId, threadId: 'thr_1', counters: { messageCount: 0 } });
    expect(await opens(desk, session)).toBe(false);
  });

  it('end their sockets and event streams with them, and those of the newer token go on', async () => {
    const session = await desk.newSession();
    const old = connectCustomer(desk.url, session);
    const refreshed = connectCustomer(desk.url, session);
    expect(await old.settled()).toBeUndefined();
    expect(await refreshed.settled()).toBeUndefined();
    const stream = await desk.api.request('GET', `/api/v1/chat/${session.sessionId}/events`, undefined, session);
    const streamEnded = stream.text();
    const service = { apiKey: desk.adminKey };
    const watched = await desk.api.request('GET', `/api/v1/chat/${session.sessionId}/events`, undefined, service);

    const { body } = await renew(desk, session, { revokeOthers: true });
    await until(() => old.disconnects.length > 0 && refreshed.disconnects.length > 0);
    expect(old.heard('auth.expired')).toMatchObject([{ status: 401, code: 'token_revoked' }]);
    await streamEnded;
    const again = connectCustomer(desk.url, session);
    expect(await again.settled()).toMatchObject({ status: 401, code: 'token_revoked' });

    const renewed = connectCustomer(desk.url, { ...session, token: body.token });
    expect(await renewed.settled()).toBeUndefined();
    expect(await renewed.send('auth.refresh', { token: session.token })).toMatchObject({
      error: { code: 'token_revoked' },
    });
    // One more token of the same generation, then a newer generation: the socket that took the newer one stays.
    const { sessionId } = session;
    const { token } = await desk.app.get(SessionTokens).issue(sessionId, 2);
    const { body: newest } = await renew(desk, { sessionId, token: body.token }, { revokeOthers: true });
    await until(() => renewed.disconnects.length > 0);
    expect(await opens(desk, { sessionId, token })).toBe(true);
    expect(await opens(desk, { sessionId, token: newest.token })).toBe(true);
    await watched.body?.cancel();
  });
});

it('a connection that a revocation did not reach ends at the next look', async () => {
  const clock = new FakeClock(Date.now());
  const desk = await startTestApp({ clock, sampleKnowledge: false });
  const session = await desk.newSession();
  const customer = connectCustomer(desk.url, session);
  expect(await customer.settled()).toBeUndefined();
  // As another instance would have left it whose broadcast got lost.
  await desk.app.get<SessionStore>(SESSION_STORE).update(session.sessionId, { counters: { tokenGeneration: 1 } });
  clock.advance(61_000);
  await until(() => customer.disconnects.length > 0);
  expect(customer.heard('auth.expired')).toMatchObject([{ code: 'token_revoked' }]);
});

it('a token that is revoked while Redis is away stays revoked, during the outage and after it', async () => {
  // It comes back with the session as it was before the revocation.
  const redis = await startRedis({ args: ['--appendonly', 'yes', '--appendfsync', 'always'] });
  onCleanUp(() => redis.stop());
  const desk = await startTestApp({
    ...{ SESSION_STORE_TYPE: 'redis', REDIS_URL: redis.url, REDIS_SOCKET_TIMEOUT: '1', sampleKnowledge: false },
  });
  const session = await desk.newSession();
  expect(await opens(desk, session)).toBe(true);
  await redis.kill();
  await until(async () => (await renew(desk, session, {})).status === 201);
  const { body } = await renew(desk, session, { revokeOthers: true });
  const renewed = { ...session, token: body.token };
  expect(await opens(desk, session)).toBe(false);
  expect(await opens(desk, renewed)).toBe(true);
  await redis.restart();
  const store = desk.app.get<SessionStore>(SESSION_STORE);
  await until(async () => {
    const found = await store.get(session.sessionId).catch(() => undefined);
    return found?.status === 'found' && found.session.counters.tokenGeneration === 1;
    // Sessions are looked through for what is behind the record at once when the store is back, and every 30 s.
  }, 60_000);
  expect(await opens(desk, session)).toBe(false);
  expect(await opens(desk, renewed)).toBe(true);
}, 120_000);

it('a token that is revoked on one instance opens nothing on another, and its socket there ends', async () => {
  const both = { ...shared(), database: await createTestDatabase('postgres'), sampleKnowledge: false };
  const a = await startTestApp(both);
  const b = await startTestApp({ ...both, ADMIN_API_KEY: a.adminKey });
  const session = await a.newSession();
  const [elsewhere, kept] = [connectCustomer(b.url, session), connectCustomer(b.url, session)];
  expect([await elsewhere.settled(), await kept.settled()]).toEqual([undefined, undefined]);
  // A stranger's on the same instance.
  const other = connectCustomer(b.url, await b.newSession());
  expect(await other.settled()).toBeUndefined();
  const { body } = await renew(a, session, { revokeOthers: true });
  await until(() => elsewhere.disconnects.length > 0 && kept.disconnects.length > 0);
  expect(await opens(b, session)).toBe(false);
  expect(await opens(b, { ...session, token: body.token })).toBe(true);
  expect(other.disconnects).toEqual([]);
});
