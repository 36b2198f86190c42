import { type AppConfig } from '../config/app-config.js';
import { InsuredCounters } from './insured-counters.js';
import { createMemoryCounters } from './memory-counters.js';
import { type RateCounters } from './rate-counters.js';

/** The one place that knows whether calls are counted in Redis. Nothing is connected before its `open`. */
export async function createRateCounters(config: AppConfig): Promise<RateCounters> {
  if (config.redis === null || !config.rateLimits.enabled) return createMemoryCounters();
  const { RedisConnections } = await import('../redis/redis-connections.js');
  const { createRedisCounters } = await import('./redis/create-redis-counters.js');
  const client = new RedisConnections(config).create('limits');
  return new InsuredCounters(createRedisCounters(client, `${config.session.keyPrefix}limits:`), createMemoryCounters());
}
