import { type Clock } from '../common/clock.js';
import { type AppConfig } from '../config/app-config.js';
import { RedisConnections } from '../redis/redis-connections.js';
import { createValueCodec } from './codec/sealing-codec.js';
import { checkRedis } from './redis/boot-check.js';
import { SessionL1 } from './redis/l1/session-l1.js';
import { RedisLink } from './redis/redis-link.js';
import { RedisScriptRunner } from './redis/redis-script-runner.js';
import { RedisSessionStore } from './redis-session-store.js';
import { type SessionStore } from './session-store.js';

/** Shortest time that an expired session stays to be cleaned up, in ms. */
const LEAST_GRACE_MS = 300_000;

/** A store in the Redis that the configuration names. Nothing is connected before its `open`. */
export function createRedisSessionStore(
  config: AppConfig,
  clock: Clock,
  connections: RedisConnections = new RedisConnections(config),
): SessionStore {
  const codec = createValueCodec(config.session.encryptionKeys);
  const { keyPrefix, allowEviction, encryptionKeys, cleanupIntervalMs, l1 } = config.session;
  const channel = `${keyPrefix}changes`;
  const keyCodecs = new Map(encryptionKeys.map((key) => [key.kid, createValueCodec([key])]));
  const client = connections.create('sessions');
  const link = new RedisLink(client, (checked) => checkRedis(checked, { keyPrefix, allowEviction, codec, keyCodecs }));
  return new RedisSessionStore({
    client,
    runner: new RedisScriptRunner(client, link),
    codec,
    l1: l1 && new SessionL1(l1, { subscriber: connections.create('changes'), publisher: client, channel }),
    clock,
    connection: {
      open: () => link.open(),
      close: async () => {
        link.close();
      },
    },
    options: {
      ...config.session,
      graceMs: Math.max(LEAST_GRACE_MS, 2 * cleanupIntervalMs),
      publishChanges: l1 !== null,
    },
  });
}
