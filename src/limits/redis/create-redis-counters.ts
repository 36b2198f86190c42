import { setTimeout as sleep } from 'node:timers/promises';
import { RateLimiterRedis } from 'rate-limiter-flexible';
import { type RedisClient } from '../../redis/redis-client.js';
import { FlexibleCounters } from '../flexible-counters.js';

/** How long a start waits for the connection, in ms. */
const OPEN_WITHIN_MS = 1000;

/** Counters in Redis under `keyPrefix`, shared by all who use it; each decision is one script on one key. Closes `client`. */
export function createRedisCounters(client: RedisClient, keyPrefix: string): FlexibleCounters {
  return new FlexibleCounters({
    limiter: ({ name, quota, windowMs }) =>
      new RateLimiterRedis({
        storeClient: client,
        rejectIfRedisNotReady: true,
        keyPrefix: `${keyPrefix}${name}`,
        points: quota,
        duration: windowMs / 1000,
      }),
    open: async () => {
      // Its owner watches the connection; it comes back by itself.
      const connected = client.connect().catch(() => undefined);
      await Promise.race([connected, sleep(OPEN_WITHIN_MS, undefined, { ref: false })]);
    },
    close: () => {
      client.disconnect();
    },
  });
}
