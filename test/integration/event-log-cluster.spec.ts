import { afterAll } from '@jest/globals';
import { redisLogContract } from '../contracts/event-log-redis.js';
import { startRedisCluster } from '../support/redis-server.mjs';

// Nodes that hear nothing of each other for half this time lose what they were to pass on, which a starved machine makes likely.
const starting = startRedisCluster({ args: ['--cluster-node-timeout', '30000'] });
afterAll(async () => {
  await (await starting).stop();
});

redisLogContract('Redis Cluster', async () => ({ url: (await starting).url }));
