import { type Clock } from '../common/clock.js';
import { type AppConfig } from '../config/app-config.js';
import { type EventBackend } from './event-backend.js';
import { MemoryEventLog } from './memory-event-log.js';
import { MemoryTurnSignals } from './memory-turn-signals.js';

/**
 * The one place that knows whether the instances share a Redis. Nothing is connected before the log's `open`. The client for Redis is
 * loaded only where it is used: it takes 20 MB.
 */
export async function createEventBackend(config: AppConfig, clock: Clock): Promise<EventBackend> {
  if (!config.redis) return { log: new MemoryEventLog(clock), signals: new MemoryTurnSignals() };
  const { createRedisEventBackend } = await import('./create-redis-event-backend.js');
  return createRedisEventBackend(config);
}
