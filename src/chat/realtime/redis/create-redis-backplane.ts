import { createAdapter } from '@socket.io/redis-adapter';
import { type Clock } from '../../../common/clock.js';
import { type AppConfig } from '../../../config/app-config.js';
import { RedisConnections } from '../../../redis/redis-connections.js';
import { type Backplane } from '../backplane.js';
import { RedisPresenceBoard } from '../presence/redis-presence-board.js';
import { AdapterPublisher } from './adapter-publisher.js';
import { AdapterSubscriber } from './adapter-subscriber.js';

/** A backplane in the Redis that the configuration names. Nothing is connected before its `open`. */
export function createRedisBackplane(config: AppConfig, clock: Clock): Backplane {
  const connections = new RedisConnections(config);
  const publisher = connections.create('sockets');
  const subscriber = connections.create('socket broadcasts');
  const prefix = `${config.session.keyPrefix}sockets:`;
  const adapter = createAdapter(new AdapterPublisher(publisher), new AdapterSubscriber(subscriber), {
    key: `${prefix}broadcast`,
  });
  return {
    adapter,
    presence: new RedisPresenceBoard(publisher, `${prefix}presence:`, clock),
    open: () => {
      // Their owner watches the connections; they come back by themselves.
      for (const client of [publisher, subscriber]) client.connect().catch(() => undefined);
    },
    close: async () => {
      publisher.disconnect();
      subscriber.disconnect();
    },
  };
}
