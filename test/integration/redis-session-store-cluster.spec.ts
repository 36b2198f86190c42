import { afterAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { PLAIN_CODEC } from '../../src/session/codec/value-codec.js';
import { SessionKeys } from '../../src/session/redis/session-keys.js';
import { redisStoreContract } from '../support/redis-store-contract.js';
import { startRedisCluster } from '../support/redis-server.mjs';

const starting = startRedisCluster();
afterAll(async () => {
  await (await starting).stop();
});

redisStoreContract('Redis Cluster', { codec: PLAIN_CODEC, url: async () => (await starting).url });

describe('Hash tags', () => {
  it('spread the buckets evenly over the slots, and keep the keys of a bucket together', async () => {
    const [node] = (await starting).nodes;
    const client = new Redis({ ...node });
    const slotOf = (key: string): Promise<number> => client.cluster('KEYSLOT', key);
    for (const [index, bucket] of new SessionKeys('any:').buckets.entries()) {
      const slots = new Set(await Promise.all(Object.values(bucket).map((key: string) => slotOf(`${key}id`))));
      expect(slots.size).toBe(1);
      expect(Math.floor([...slots][0]! / 256)).toBe(index);
    }
    client.disconnect();
  });
});
