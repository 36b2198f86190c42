import { Logger } from '@nestjs/common';
import { type RedisClient } from '../../../redis/redis-client.js';

type Heard = (...message: Buffer[]) => unknown;
type HeardEvent = 'messageBuffer' | 'pmessageBuffer';

/**
 * The connection that the adapter hears by. The adapter subscribes once, when it is made, whether Redis is there or not; this does it
 * with every connection. What it fails to understand of a message is logged and dropped.
 */
export class AdapterSubscriber {
  private readonly logger = new Logger('Sockets');
  private readonly channels = new Set<string>();
  private readonly patterns = new Set<string>();
  private readonly listeners = new Map<unknown, Heard>();

  constructor(private readonly client: RedisClient) {
    client.on('ready', () => {
      for (const channel of this.channels) this.send(client.subscribe(channel));
      for (const pattern of this.patterns) this.send(client.psubscribe(pattern));
    });
  }

  psubscribe(pattern: string): void {
    this.patterns.add(pattern);
    if (this.client.status === 'ready') this.send(this.client.psubscribe(pattern));
  }

  subscribe(channels: readonly string[]): void {
    for (const channel of channels) {
      this.channels.add(channel);
      if (this.client.status === 'ready') this.send(this.client.subscribe(channel));
    }
  }

  /** Nothing to undo: the connection ends with the adapter. */
  punsubscribe(): void {}

  unsubscribe(): void {}

  on(event: HeardEvent | 'error', listener: Heard): void {
    // As with the publisher, errors are watched elsewhere.
    if (event === 'error') return;
    const guarded: Heard = (...message) => {
      void this.hear(listener, message);
    };
    this.listeners.set(listener, guarded);
    this.client.on(event, guarded);
  }

  off(event: HeardEvent | 'error', listener: Heard): void {
    const guarded = this.listeners.get(listener);
    if (guarded) this.client.off(event, guarded);
    this.listeners.delete(listener);
  }

  private async hear(listener: Heard, message: Buffer[]): Promise<void> {
    try {
      await listener(...message);
    } catch (error) {
      this.logger.warn({ event: 'sockets_message_unreadable', reason: String(error) });
    }
  }

  private send(command: Promise<unknown>): void {
    command.catch((error: unknown) => {
      this.logger.warn({ event: 'sockets_subscription_refused', reason: String(error) });
    });
  }
}
