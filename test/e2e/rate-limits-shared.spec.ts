import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { createTestDatabase } from '../support/databases.js';
import { onCleanUp } from '../support/clean-up.js';
import { connectCustomer } from '../support/socket-client.js';
import { startRedis } from '../support/redis-server.mjs';
import { startTestApp, type TestApp, type TestAppOptions } from '../support/test-app.js';

const LIMIT = 50;

/** Two instances on one Postgres and one Redis. */
async function startPair(url: string, options: TestAppOptions): Promise<[TestApp, TestApp]> {
  const shared = {
    database: await createTestDatabase('postgres'),
    sampleKnowledge: false,
    SESSION_STORE_TYPE: 'redis',
    REDIS_URL: url,
    REDIS_SESSION_KEY_PREFIX: `t-${randomUUID()}:`,
    RATE_LIMIT_PERIOD: '3600',
    ...options,
  } as const;
  const first = await startTestApp(shared);
  return [first, await startTestApp({ ...shared, ADMIN_API_KEY: first.adminKey })];
}

it('of 200 calls at once to two instances, exactly as many pass as the budget has', async () => {
  const desks = await startPair(process.env.TEST_REDIS_URL ?? '', { RATE_LIMIT_REQUESTS: String(LIMIT) });
  const session = await desks[0].newSession();
  const path = `/api/v1/chat/${session.sessionId}/messages`;
  const answers = await Promise.all(Array.from({ length: 200 }, (_, n) => desks[n % 2]!.api.get(path, session)));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(LIMIT);
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(200 - LIMIT);
});

it('messages by socket to one instance and by REST to the other are one budget', async () => {
  const [first, second] = await startPair(process.env.TEST_REDIS_URL ?? '', { RATE_LIMIT_MESSAGES: '4' });
  const session = await first.newSession();
  const socket = connectCustomer(first.url, session);
  for (const clientMessageId of ['m-1', 'm-2']) await socket.do('message.send', { message: 'Hi', clientMessageId });
  for (let n = 0; n < 2; n += 1) {
    expect((await second.ask(session, 'Hi', { onBusy: 'queue' })).status).not.toBe(429);
  }
  expect((await second.ask(session, 'Hi')).status).toBe(429);
  expect(await socket.send('message.send', { message: 'Hi', clientMessageId: 'm-9' })).toMatchObject({
    error: { code: 'rate_limited' },
  });
});

it('without Redis each instance goes on limiting by itself', async () => {
  const redis = await startRedis();
  onCleanUp(() => redis.stop());
  const desks = await startPair(redis.url, { RATE_LIMIT_KEY_REQUESTS: '5' });
  await redis.kill();
  for (const { api, adminKey } of desks) {
    const statuses = [];
    for (let n = 0; n < 8; n += 1) statuses.push((await api.get('/api/v1/webhooks', { apiKey: adminKey })).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429, 429]);
  }
});
