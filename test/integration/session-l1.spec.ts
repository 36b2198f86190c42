import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { Redis } from 'ioredis';
import { SystemClock } from '../../src/common/clock.js';
import { type AppConfig, loadConfig } from '../../src/config/app-config.js';
import { type RedisClient } from '../../src/redis/redis-client.js';
import { RedisConnections } from '../../src/redis/redis-connections.js';
import { createRedisSessionStore } from '../../src/session/create-redis-session-store.js';
import { SessionL1 } from '../../src/session/redis/l1/session-l1.js';
import { type SessionData } from '../../src/session/session-data.js';
import { type SessionStore } from '../../src/session/session-store.js';
import { onCleanUp } from '../support/clean-up.js';
import { startRedis, type TestRedis } from '../support/redis-server.mjs';
import { openRelay, type Relay } from '../support/relay.js';
import { until } from '../support/until.js';

let redis: TestRedis;
let relay: Relay;

/** Hears of changes through the relay; everything else goes straight. */
class ConnectionsWithBusRelay extends RedisConnections {
  constructor(
    config: Pick<AppConfig, 'redis'>,
    private readonly busConfig: Pick<AppConfig, 'redis'>,
  ) {
    super(config);
  }

  override create(name: string): RedisClient {
    return name === 'changes' ? new RedisConnections(this.busConfig).create(name) : super.create(name);
  }
}

function configAt(url: string, keyPrefix: string, env: Record<string, string> = {}): AppConfig {
  return loadConfig({ SESSION_STORE_TYPE: 'redis', REDIS_URL: url, REDIS_SESSION_KEY_PREFIX: keyPrefix, ...env });
}

async function openStore(keyPrefix: string, env: Record<string, string> = {}): Promise<SessionStore> {
  const config = configAt(redis.url, keyPrefix, env);
  const bus = configAt(`redis://127.0.0.1:${relay.port}`, keyPrefix);
  const store = createRedisSessionStore(config, new SystemClock(), new ConnectionsWithBusRelay(config, bus));
  onCleanUp(() => store.close());
  await store.open();
  return store;
}

async function statOf(store: SessionStore, name: string): Promise<unknown> {
  return (await store.getStats()).details[name];
}

const untilHealthy = (store: SessionStore, healthy = true): Promise<void> =>
  until(async () => (await statOf(store, 'l1BusHealthy')) === healthy);

beforeAll(async () => {
  Logger.overrideLogger(false);
  redis = await startRedis();
  onCleanUp(() => redis.stop());
  relay = await openRelay(redis);
});

describe.each([
  ['plain', {}],
  ['sealed', { SESSION_ENCRYPTION_KEY: Buffer.alloc(32, 1).toString('base64') }],
])('reads through L1 (%s)', (_, env) => {
  it('have an unchanged session confirmed, and see every change at once', async () => {
    const prefix = `l1-${randomUUID()}:`;
    const [reader, writer] = [await openStore(prefix, env), await openStore(prefix, env)];
    await writer.create({ sessionId: 's', threadId: 't', metadata: { plan: 'one' } });
    const first = await reader.get('s');
    expect(await reader.get('s')).toEqual(first);
    expect(await statOf(reader, 'l1Validated')).toBe(1);
    for (let count = 1; count <= 50; count += 1) {
      await writer.incrementCounter('s', 'messageCount');
      expect(await reader.get('s')).toMatchObject({ session: { messageCount: count, metadata: { plan: 'one' } } });
    }
    await writer.delete('s');
    expect(await reader.get('s')).toEqual({ status: 'not_found', deleted: true });
    expect(await reader.getBounded('s', 1000)).toEqual({ status: 'not_found', deleted: true });
  });
});

/** Reads for a second beside a writer: each read must hold all writes that were acknowledged longer than the bound before it. */
async function readBesideWriter(reader: SessionStore, writer: SessionStore, boundMs: number): Promise<void> {
  const sessionId = randomUUID();
  await writer.create({ sessionId, threadId: 't' });
  const acknowledged: number[] = [];
  const stop = new AbortController();
  const writing = (async () => {
    while (!stop.signal.aborted) {
      await writer.incrementCounter(sessionId, 'messageCount');
      acknowledged.push(performance.now());
      await sleep(20);
    }
  })();
  const end = performance.now() + 1000;
  while (performance.now() < end) {
    const askedAt = performance.now();
    const since = askedAt - boundMs;
    const answer = await reader.getBounded(sessionId, boundMs);
    if (answer.status !== 'found') throw new Error(`The session is ${answer.status}.`);
    // A copy is within the bound; an answer of the server is no older than the question, however slow this machine.
    expect(answer.ageMs).toBeLessThanOrEqual(Math.max(boundMs, performance.now() - askedAt));
    expect(answer.session.messageCount).toBeGreaterThanOrEqual(acknowledged.filter((at) => at < since).length);
    await sleep(1);
  }
  stop.abort();
  await writing;
}

describe('bounded reads', () => {
  afterEach(() => {
    relay.delayMs = 0;
    relay.mend();
  });

  it('keep their bound while changes are heard of at once, late or not at all (H16)', async () => {
    const prefix = `l1-${randomUUID()}:`;
    const [reader, writer] = [await openStore(prefix), await openStore(prefix)];
    await untilHealthy(reader);
    await readBesideWriter(reader, writer, 200);
    expect(await statOf(reader, 'l1Fresh')).toBeGreaterThan(100);

    // Until the lateness shows, copies are taken as they are; after that none is.
    relay.delayMs = 5000;
    await readBesideWriter(reader, writer, 200);
    await untilHealthy(reader, false);
    const beforeCut = await statOf(reader, 'l1Fresh');
    await readBesideWriter(reader, writer, 200);
    relay.cut();
    relay.delayMs = 0;
    await readBesideWriter(reader, writer, 200);
    expect(await statOf(reader, 'l1Fresh')).toBe(beforeCut);
    relay.mend();
    await untilHealthy(reader);
  });

  it('take no copy after the subscription was lost until it is proven again (H18)', async () => {
    const prefix = `l1-${randomUUID()}:`;
    const [reader, writer] = [await openStore(prefix), await openStore(prefix)];
    await writer.create({ sessionId: 's', threadId: 't' });
    await untilHealthy(reader);
    await reader.get('s');
    expect(await reader.getBounded('s', 1000)).toMatchObject({ session: { messageCount: 0 } });
    expect(await statOf(reader, 'l1Fresh')).toBe(1);

    const lostAt = performance.now();
    const admin = new Redis(redis.port, redis.host);
    await admin.client('KILL', 'TYPE', 'PUBSUB');
    admin.disconnect();
    await untilHealthy(reader, false);
    expect(await statOf(reader, 'l1Entries')).toBe(0);
    await writer.incrementCounter('s', 'messageCount');
    expect(await reader.getBounded('s', 1000)).toMatchObject({ session: { messageCount: 1 } });
    expect(await statOf(reader, 'l1Fresh')).toBe(1);
    await untilHealthy(reader);
    // Two heartbeats, a second apart.
    expect(performance.now() - lostAt).toBeGreaterThan(900);
  });

  it('see what this process wrote itself', async () => {
    const store = await openStore(`l1-${randomUUID()}:`);
    await store.create({ sessionId: 's', threadId: 't' });
    await untilHealthy(store);
    for (let count = 1; count <= 20; count += 1) {
      await store.incrementCounter('s', 'messageCount');
      expect(await store.getBounded('s', 1000)).toMatchObject({ session: { messageCount: count } });
      expect(await store.getBounded('s', 1000)).toMatchObject({ session: { messageCount: count } });
    }
    expect(await statOf(store, 'l1Fresh')).toBe(20);
  });
});

describe('a copy', () => {
  it('is not kept when a later change was heard of before it arrived (H17)', async () => {
    const prefix = `l1-${randomUUID()}:`;
    const writer = await openStore(prefix);
    const connections = new RedisConnections(configAt(redis.url, prefix));
    const publisher = connections.create('publisher');
    await publisher.connect();
    const subscriber = connections.create('changes');
    const l1 = new SessionL1({ maxEntries: 10, ttlMs: 60_000 }, { subscriber, publisher, channel: `${prefix}changes` });
    onCleanUp(async () => {
      await l1.close();
      publisher.disconnect();
    });
    await l1.open();
    await until(() => l1.stats().l1BusHealthy === true);
    const read = async (): Promise<SessionData> => {
      const lookup = await writer.get('s');
      if (lookup.status !== 'found') throw new Error(`The session is ${lookup.status}.`);
      return lookup.session;
    };

    await writer.create({ sessionId: 's', threadId: 't' });
    const [slow, askedAt] = [await read(), performance.now()];
    l1.confirm(slow, askedAt);
    await writer.incrementCounter('s', 'messageCount');
    await until(() => l1.peek('s') === undefined);
    const current = await read();
    l1.confirm(slow, askedAt);
    expect(l1.peek('s')).toBeUndefined();
    expect(l1.fresh('s', 1000)).toBeUndefined();
    l1.confirm(current, performance.now());
    expect(l1.fresh('s', 1000)).toMatchObject({ session: { messageCount: 1 } });

    // The same name in another life has smaller numbers, and still makes every older copy wrong.
    await writer.delete('s');
    await until(() => l1.peek('s') === undefined);
    l1.confirm(current, askedAt);
    expect(l1.peek('s')).toBeUndefined();
  });
});
