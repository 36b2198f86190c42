import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { Redis } from 'ioredis';
import { SystemClock } from '../../src/common/clock.js';
import { loadConfig } from '../../src/config/app-config.js';
import { createSessionStore } from '../../src/session/create-session-store.js';
import { type SessionStore } from '../../src/session/session-store.js';
import { StoreMisconfigured, StoreUnavailable } from '../../src/session/session.errors.js';
import { onCleanUp } from '../support/clean-up.js';
import { until } from '../support/until.js';
import { oldRedis } from '../support/old-redis.js';
import { startRedis, type TestRedis } from '../support/redis-server.mjs';

Logger.overrideLogger(false);

const newKey = (): string => randomBytes(32).toString('base64');

async function redis(...args: string[]): Promise<TestRedis> {
  const server = await startRedis({ args });
  onCleanUp(() => server.stop());
  return server;
}

/** Opens and closes the store of these settings; the error that its opening ends with, or null. */
async function open(url: string, settings: Record<string, string> = {}): Promise<Error | null> {
  const config = loadConfig({ SESSION_STORE_TYPE: 'redis', REDIS_URL: url, ...settings });
  const store = await createSessionStore(config, new SystemClock());
  try {
    await store.open();
    await store.ping();
    return null;
  } catch (error) {
    return error as Error;
  } finally {
    await store.close();
  }
}

async function refusal(url: string, settings?: Record<string, string>): Promise<string> {
  const error = await open(url, settings);
  expect(error).toBeInstanceOf(StoreMisconfigured);
  return error?.message ?? '';
}

const pingError = (store: SessionStore): Promise<unknown> =>
  store.ping().then(
    () => undefined,
    (thrown: unknown) => thrown,
  );

describe('a Redis that must not be used', () => {
  it('throws sessions away when it is full: the policy and both ways out are named', async () => {
    const { url } = await redis('--maxmemory-policy', 'allkeys-lru');
    const said = await refusal(url);
    expect(said).toMatch(/allkeys-lru.*maxmemory-policy noeviction.*REDIS_ALLOW_EVICTION/s);
    expect(await open(url, { REDIS_ALLOW_EVICTION: 'true' })).toBeNull();
  });

  it('is too old', async () => {
    const url = await oldRedis('6.2.14');
    expect(await refusal(url)).toMatch(/Redis 6\.2\.14 is too old.*7\.0/);
  });

  it.each([
    ['has another password', ':the-wrong-one@'],
    ['wants a password', ''],
    ['does not know the user', 'nobody:the-right-one@'],
  ])('%s: the variables are named, the password is not', async (_, credentials) => {
    const { url } = await redis('--requirepass', 'the-right-one');
    const said = await refusal(url.replace('//', `//${credentials}`));
    expect(said).toMatch(/REDIS_PASSWORD.*REDIS_USERNAME.*REDIS_URL/s);
    expect(said).not.toMatch(/the-(right|wrong)-one/);
    expect(await open(url, { REDIS_PASSWORD: 'the-right-one' })).toBeNull();
  });

  it('holds a layout of another version', async () => {
    const { url } = await redis();
    const client = new Redis(url);
    await client.hset('agent:session:meta', 'layout', '99');
    await client.quit();
    expect(await refusal(url)).toMatch(/layout 99.*REDIS_SESSION_KEY_PREFIX/s);
    expect(await open(url, { REDIS_SESSION_KEY_PREFIX: 'other:' })).toBeNull();
  });

  it('holds what other keys sealed, or nothing sealed at all', async () => {
    const { url } = await redis();
    const [right, wrong] = [newKey(), newKey()];
    expect(await open(url, { SESSION_ENCRYPTION_KEYS: `k1:${right}` })).toBeNull();
    const said = await refusal(url, { SESSION_ENCRYPTION_KEYS: `k1:${wrong}` });
    expect(said).toMatch(/SESSION_ENCRYPTION_KEYS.*"k1"/);
    expect(said).not.toContain(wrong);
    expect(await refusal(url)).toMatch(/encrypted sessions.*SESSION_ENCRYPTION_KEYS/s);
    expect(await open(url, { SESSION_ENCRYPTION_KEYS: `k2:${wrong},k1:${right}` })).toBeNull();
    const plain = { REDIS_SESSION_KEY_PREFIX: 'plain:' };
    expect(await open(url, plain)).toBeNull();
    expect(await refusal(url, { ...plain, SESSION_ENCRYPTION_KEY: right })).toMatch(/sessions -- migrate/);
  });
});

describe('a Redis that is out of reach at first', () => {
  it('lets the store open, and is checked when it comes', async () => {
    const server = await redis('--maxmemory-policy', 'allkeys-lru');
    await server.kill();
    const config = loadConfig({ SESSION_STORE_TYPE: 'redis', REDIS_URL: server.url });
    const store = await createSessionStore(config, new SystemClock());
    onCleanUp(() => store.close());
    await store.open();
    await expect(store.ping()).rejects.toThrow(StoreUnavailable);
    await server.restart();
    await until(async () => (await pingError(store)) instanceof StoreMisconfigured);
    const client = new Redis(server.url);
    await client.config('SET', 'maxmemory-policy', 'noeviction');
    await until(async () => (await pingError(store)) === undefined);
    await client.quit();
  });
});
