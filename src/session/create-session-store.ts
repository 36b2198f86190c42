import { type Clock } from '../common/clock.js';
import { type AppConfig } from '../config/app-config.js';
import { createValueCodec } from './codec/sealing-codec.js';
import { MemorySessionStore } from './memory-session-store.js';
import { type SessionStore } from './session-store.js';

/**
 * The one place that knows which session store the configuration asks for. Nothing is connected before its `open`. The client for Redis
 * is loaded only where it is used: it takes 20 MB.
 */
export async function createSessionStore(config: AppConfig, clock: Clock): Promise<SessionStore> {
  if (config.session.store === 'in_memory') {
    const codec = createValueCodec(config.session.encryptionKeys);
    return new MemorySessionStore({ ...config.session, codec }, clock);
  }
  const { createRedisSessionStore } = await import('./create-redis-session-store.js');
  return createRedisSessionStore(config, clock);
}
