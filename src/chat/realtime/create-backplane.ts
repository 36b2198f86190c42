import { type Clock } from '../../common/clock.js';
import { type AppConfig } from '../../config/app-config.js';
import { type Backplane } from './backplane.js';
import { MemoryPresenceBoard } from './presence/memory-presence-board.js';

/** The one place that knows whether instances share a Redis. Nothing is connected before its `open`. */
export async function createBackplane(config: AppConfig, clock: Clock): Promise<Backplane> {
  if (config.redis === null) {
    return {
      adapter: null,
      presence: new MemoryPresenceBoard(),
      open: () => undefined,
      close: async () => undefined,
    };
  }
  const { createRedisBackplane } = await import('./redis/create-redis-backplane.js');
  return createRedisBackplane(config, clock);
}
