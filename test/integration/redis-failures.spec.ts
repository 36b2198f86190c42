import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { type RedisSessionStore } from '../../src/session/redis-session-store.js';
import { OutcomeUnknown, StoreMisconfigured, StoreUnavailable } from '../../src/session/session.errors.js';
import { countUnderKills } from '../support/count-under-kills.js';
import { startRedis, type TestRedis } from '../support/redis-server.mjs';
import { connectRedis, type RedisStores } from '../support/redis-stores.js';
import { openRelay, type Relay } from '../support/relay.js';
import { until } from '../support/until.js';

/** Longer than anything waits. */
const NEVER_MS = 600_000;

describe('a session store whose connection fails', () => {
  let server: TestRedis;
  let admin: Redis;
  let relay: Relay;
  let stores: RedisStores;
  let store: RedisSessionStore;
  let sessionId: string;
  /** The same sessions by a way that doesn't fail. */
  let direct: RedisStores;
  let witness: RedisSessionStore;

  beforeAll(async () => {
    server = await startRedis();
    admin = new Redis(server.url);
    direct = await connectRedis(server.url);
    witness = direct.store({ keyPrefix: 'desk:' });
    relay = await openRelay(server);
    // So that the server knows the scripts, and the first answer that a test holds up is the one it means.
    await witness.create({ sessionId: 'first', threadId: 't' });
    await witness.incrementCounter('first', 'messageCount', 1);
    await witness.exists('first');
  });
  afterAll(async () => {
    direct.close();
    admin.disconnect();
    await server.stop();
  });
  beforeEach(async () => {
    stores = await connectRedis(`redis://127.0.0.1:${relay.port}`);
    store = stores.store({ keyPrefix: 'desk:' });
    sessionId = randomUUID();
    await store.create({ sessionId, threadId: 't' });
  });
  afterEach(() => {
    relay.delayMs = 0;
    relay.mend();
    stores.close();
  });

  const increment = (): Promise<unknown> => store.incrementCounter(sessionId, 'messageCount', 1);

  async function counted(): Promise<number | undefined> {
    const found = await witness.get(sessionId);
    return found.status === 'found' ? found.session.messageCount : undefined;
  }

  /** How a call ended, and after how many ms. */
  async function timed(call: Promise<unknown>): Promise<{ readonly error: unknown; readonly ms: number }> {
    const started = performance.now();
    const error = await call.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    return { error, ms: performance.now() - started };
  }

  it('counts once when the answer is lost', async () => {
    relay.delayMs = NEVER_MS;
    const answer = increment();
    await until(async () => (await counted()) === 1);
    relay.cut();
    relay.delayMs = 0;
    relay.mend();
    await expect(answer).resolves.toMatchObject({ status: 'applied', counters: { messageCount: 1 } });
    expect(await counted()).toBe(1);
  });

  it('tells in time that nobody answers, of every call, and is back soon after that ends', async () => {
    relay.delayMs = NEVER_MS;
    const writes = await Promise.all(Array.from({ length: 50 }, () => timed(increment())));
    const read = await timed(store.get(sessionId));
    for (const { error, ms } of [...writes, read]) expect([error, ms < 1500]).toEqual([expect.any(Error), true]);
    for (const { error } of writes) expect(error).toBeInstanceOf(OutcomeUnknown);
    expect(read.error).toBeInstanceOf(StoreUnavailable);
    expect(await counted()).toBe(50);

    relay.delayMs = 0;
    await until(async () => (await timed(increment())).error === undefined, 3000);
  });

  it('sends the op-id along with an unknown outcome, and the repeat is answered as the first would have been', async () => {
    relay.delayMs = NEVER_MS;
    const write = (): Promise<unknown> => store.update(sessionId, { increments: { seen: 1 } }, { opId: 'op-1' });
    const { error } = await timed(write());
    expect(error).toMatchObject({ code: 'store_outcome_unknown', opId: 'op-1' });
    relay.delayMs = 0;
    await until(async () => (await timed(store.ping())).error === undefined, 3000);
    await expect(write()).resolves.toMatchObject({ counters: { seen: 1 } });
  });

  it('refuses at once while the server is known to be away', async () => {
    relay.cut();
    await until(() => timed(increment()).then(({ error, ms }) => error instanceof StoreUnavailable && ms < 50), 5000);
    const calls = await Promise.all([increment(), store.get(sessionId)].map(timed));
    for (const { error, ms } of calls) expect([error, ms < 50]).toEqual([expect.any(StoreUnavailable), true]);
    relay.mend();
    await until(async () => (await timed(increment())).error === undefined, 3000);
    expect(await counted()).toBe(1);
  });

  it('refuses what is too much to wait for, and nothing after that', async () => {
    relay.delayMs = 100;
    const calls = await Promise.all(Array.from({ length: 6000 }, () => timed(store.exists(sessionId))));
    const refused = calls.map(({ error }) => error instanceof StoreUnavailable && /too much/.test(error.message));
    expect(refused.lastIndexOf(false)).toBe(4999);
    expect(refused.indexOf(true)).toBe(5000);
    relay.delayMs = 0;
    await increment();
  });

  it('counts each increment once while its connections are killed', async () => {
    const { acknowledged, unknown } = await countUnderKills([admin], increment);
    expect(unknown).toBe(0);
    expect(await counted()).toBe(acknowledged);
  });

  it('leaves nothing open and nothing waiting when it is closed with calls under way', async () => {
    relay.delayMs = NEVER_MS;
    const calls = Array.from({ length: 20 }, () => timed(increment()));
    await sleep(20);
    stores.close();
    for (const { error } of await Promise.all(calls)) expect(error).toBeInstanceOf(OutcomeUnknown);
    relay.delayMs = 0;
    await until(() => stores.client.status === 'end');
  });

  it.each([
    ['a command inside the scripts', '+@all -hset', 'a command'],
    ['the scripts themselves', '+@all -evalsha -eval', 'evalsha'],
    ['the keys', '+@all resetkeys ~other:*', 'keys'],
  ])('names the access rules when its user may not use %s', async (_, rules) => {
    const name = `user-${randomUUID()}`;
    await admin.call('ACL', 'SETUSER', name, 'on', '>secret', '~*', '&*', ...rules.split(' '));
    const limited = await connectRedis(server.url.replace('//', `//${name}:secret@`));
    const { error } = await timed(limited.store({ keyPrefix: 'desk:' }).create({ sessionId: 'x', threadId: 't' }));
    limited.close();
    expect(error).toBeInstanceOf(StoreMisconfigured);
    expect(String(error)).toMatch(/docs\/sessions\.md/);
  });
});
