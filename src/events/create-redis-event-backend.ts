import { type AppConfig } from '../config/app-config.js';
import { RedisConnections } from '../redis/redis-connections.js';
import { createValueCodec } from '../session/codec/sealing-codec.js';
import { type EventBackend } from './event-backend.js';
import { RedisEventLog } from './redis-event-log.js';
import { EventBus } from './redis/event-bus.js';
import { EventCalls } from './redis/event-calls.js';
import { RedisTurnSignals } from './redis/redis-turn-signals.js';

/** Events and signals over the Redis that the configuration names. */
export function createRedisEventBackend(
  config: Pick<AppConfig, 'redis' | 'session'>,
  connections: RedisConnections = new RedisConnections(config),
): EventBackend {
  const { keyPrefix, encryptionKeys } = config.session;
  const calls = new EventCalls(connections.create('event-log'));
  const bus = new EventBus({ subscriber: connections.create('events'), publisher: calls, prefix: keyPrefix });
  const signals = new RedisTurnSignals({ bus, publisher: calls, channel: `${keyPrefix}turn-signals` });
  const log = new RedisEventLog({ calls, bus, codec: createValueCodec(encryptionKeys), keyPrefix });
  return { log, signals };
}
