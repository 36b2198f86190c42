import { type RedisClient } from '../../../redis/redis-client.js';

/**
 * The connection that the adapter publishes by. The adapter looks at no promise, and one that rejects would end the process: what can't
 * be sent now is dropped here.
 */
export class AdapterPublisher {
  constructor(private readonly client: RedisClient) {}

  publish(channel: string, message: string | Buffer): void {
    this.client.publish(channel, message).catch(() => undefined);
  }

  /** The adapter listens for errors only to warn of a client that has no listener. */
  on(): void {}

  off(): void {}
}
