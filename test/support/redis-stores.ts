import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { type Clock, SystemClock } from '../../src/common/clock.js';
import { parseRedisUrl } from '../../src/config/redis-url.js';
import { type RedisClient } from '../../src/redis/redis-client.js';
import { RedisConnections } from '../../src/redis/redis-connections.js';
import { PLAIN_CODEC, type ValueCodec } from '../../src/session/codec/value-codec.js';
import { SessionL1 } from '../../src/session/redis/l1/session-l1.js';
import { RedisSessionStore } from '../../src/session/redis-session-store.js';
import { RedisLink } from '../../src/session/redis/redis-link.js';
import { type ScriptRunner } from '../../src/session/redis/redis-script.js';
import { RedisScriptRunner } from '../../src/session/redis/redis-script-runner.js';
import { ABSOLUTE_MS, IDLE_MS } from '../contracts/session-store/harness.js';

const L1 = { maxEntries: 1000, ttlMs: 60_000 };

/** What a store under test is made with; the rest as in production. */
interface TestStoreOptions {
  /** Random unless given, so that tests of one server don't meet. */
  readonly keyPrefix?: string;
  readonly codec?: ValueCodec;
  readonly idleTimeoutMs?: number;
  readonly absoluteTimeoutMs?: number;
  readonly runner?: ScriptRunner;
  /** Keep copies that each read asks the server about; changes by others are not listened for. */
  readonly withL1?: boolean;
}

/** One connection with any number of stores. */
export interface RedisStores {
  readonly client: RedisClient;
  readonly runner: ScriptRunner;
  /** A store that leaves the connection open when it is closed. */
  store(options?: TestStoreOptions): RedisSessionStore;
  close(): void;
}

/**
 * Connects as the product does. `clock` replaces the server's time inside scripts.
 * @param url default: the Redis that the whole test run shares
 */
export async function connectRedis(
  url: string = process.env.TEST_REDIS_URL ?? '',
  clock?: Clock,
): Promise<RedisStores> {
  const target = parseRedisUrl(url);
  if (!target) throw new Error(`There is no Redis at "${url}".`);
  Logger.overrideLogger(['error']);
  const redis = { ...target, connectTimeoutMs: 2000, socketTimeoutMs: 3000 };
  const client = new RedisConnections({ redis }).create('test');
  const link = new RedisLink(client, () => Promise.resolve());
  const runner = new RedisScriptRunner(client, link, clock);
  await link.open();
  while (!link.isUsable) await sleep(10);
  const connection = { open: () => Promise.resolve(), close: () => Promise.resolve() };
  return {
    client,
    runner,
    store: ({
      keyPrefix = `t-${randomUUID()}:`,
      codec = PLAIN_CODEC,
      runner: special = runner,
      withL1 = false,
      ...times
    } = {}) =>
      new RedisSessionStore({
        client,
        runner: special,
        codec,
        l1: withL1
          ? new SessionL1(L1, { subscriber: client, publisher: client, channel: `${keyPrefix}changes` })
          : null,
        clock: clock ?? new SystemClock(),
        connection,
        options: {
          idleTimeoutMs: IDLE_MS,
          absoluteTimeoutMs: ABSOLUTE_MS,
          keyPrefix,
          graceMs: 300_000,
          publishChanges: true,
          ...times,
        },
      }),
    close: () => {
      link.close();
    },
  };
}
