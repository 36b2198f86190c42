import { Logger } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type RedisClient } from '../../redis/redis-client.js';

/** Time between two heartbeats, in ms. */
const HEARTBEAT_MS = 1000;
/** Without a heartbeat sent this recently messages may be late or lost, in ms: two of them are missing. */
const SILENCE_MS = 2500;
/** Channels asked for at once. */
const CHANNELS_AT_ONCE = 500;
/** Longest wait for the answer to a subscription, in ms; then it is asked for again. */
const ANSWER_WITHIN_MS = 2000;

/** Who hears of one channel. Must not throw. */
export interface ChannelListener {
  readonly onMessage: (message: Buffer) => void;
  /** Messages may have been missed. */
  readonly onGap: () => void;
}

/** The two connections of a bus: one that only subscribes, one that can publish. */
export interface EventBusParts {
  readonly subscriber: RedisClient;
  readonly publisher: { publish(channel: string, message: string): Promise<unknown> };
  /** What the bus's own channels begin with. */
  readonly prefix: string;
}

interface Channel {
  readonly listeners: Set<ChannelListener>;
  /** The server has said that it tells of this channel from now on. */
  subscribed: boolean;
}

/**
 * Hears channels of Redis, any number over one connection. Redis keeps nothing for a subscriber that is away, so the bus sends itself
 * numbered heartbeats: one that is missing or late, or a connection that was lost, is a gap of every channel.
 */
export class EventBus {
  private readonly logger = new Logger('EventBus');
  private readonly ownChannel: string;
  private readonly channels = new Map<string, Channel>();
  private timer: NodeJS.Timeout | undefined;
  private subscribing = false;
  /** Ends each question to the server that waits for its answer: the client would leave them when the connection is lost. */
  private readonly asking = new Set<() => void>();
  private readonly firstTry = Promise.withResolvers<undefined>();
  private sent = 0;
  private lastHeard = 0;
  /** When the connection was last known to be good, in monotonic ms; undefined while it isn't subscribed. */
  private aliveAt: number | undefined;

  constructor(private readonly parts: EventBusParts) {
    this.ownChannel = `${parts.prefix}events:${randomUUID()}`;
    this.listenToOwn();
  }

  /** Begins to connect and goes on trying; resolves when it is known whether that works, soon in any case. */
  async open(): Promise<void> {
    const { subscriber } = this.parts;
    subscriber.on('ready', this.subscribeAll);
    subscriber.on('close', () => {
      for (const end of this.asking) end();
      this.lose();
    });
    // A Cluster's subscriber moves on by itself when its node goes.
    subscriber.on('-node', this.tellGap);
    subscriber.on('messageBuffer', this.hear);
    this.timer = setInterval(this.beat, HEARTBEAT_MS).unref();
    // Its owner watches the connection; it comes back by itself.
    const connected = subscriber.connect().then(
      () => this.firstTry.promise,
      () => undefined,
    );
    await Promise.race([connected, sleep(ANSWER_WITHIN_MS, undefined, { ref: false })]);
  }

  close(): void {
    clearInterval(this.timer);
    this.channels.clear();
    this.parts.subscriber.disconnect();
  }

  /**
   * Hears a channel until the returned function is called. Resolves when that has begun; or when it can't now, then `onGap` comes as soon
   * as it has.
   */
  async listen(name: string, listener: ChannelListener): Promise<() => void> {
    const channel = this.channels.get(name) ?? { listeners: new Set(), subscribed: false };
    channel.listeners.add(listener);
    this.channels.set(name, channel);
    if (!channel.subscribed && this.parts.subscriber.status === 'ready') await this.subscribe([name]);
    return () => {
      if (!channel.listeners.delete(listener) || channel.listeners.size > 0) return;
      if (this.channels.get(name) === channel) this.channels.delete(name);
      this.parts.subscriber.unsubscribe(name).catch(() => undefined);
    };
  }

  /** Resolves to whether it was done. */
  private async subscribe(names: readonly string[]): Promise<boolean> {
    const { subscriber } = this.parts;
    const { promise: noAnswer, resolve: giveUp } = Promise.withResolvers<'no answer'>();
    const end = (): void => {
      giveUp('no answer');
    };
    const timer = setTimeout(end, ANSWER_WITHIN_MS).unref();
    this.asking.add(end);
    try {
      if ((await Promise.race([subscriber.subscribe(...names), noAnswer])) === 'no answer') return false;
    } catch (error) {
      if (subscriber.status !== 'ready') return false;
      this.logger.warn({ event: 'event_bus_refused', reason: error instanceof Error ? error.message : undefined });
      return false;
    } finally {
      clearTimeout(timer);
      this.asking.delete(end);
    }
    this.aliveAt ??= performance.now();
    for (const name of names) {
      const channel = this.channels.get(name);
      if (channel) channel.subscribed = true;
    }
    return true;
  }

  /** The connection is new, and knows nothing. */
  private readonly subscribeAll = (): void => {
    for (const channel of this.channels.values()) channel.subscribed = false;
    void this.subscribeMissing();
  };

  private async subscribeMissing(): Promise<void> {
    if (this.subscribing) return;
    this.subscribing = true;
    try {
      for (let names = this.missing(); names.length > 0; names = this.missing()) {
        if (!(await this.subscribe(names))) return;
        for (const name of names) {
          for (const { onGap } of this.channels.get(name)?.listeners ?? []) onGap();
        }
      }
    } finally {
      this.subscribing = false;
      this.firstTry.resolve(undefined);
    }
  }

  private missing(): string[] {
    const names: string[] = [];
    for (const [name, { subscribed }] of this.channels) {
      if (!subscribed) names.push(name);
      if (names.length === CHANNELS_AT_ONCE) break;
    }
    return names;
  }

  private readonly beat = (): void => {
    if (this.aliveAt !== undefined && performance.now() - this.aliveAt > SILENCE_MS) {
      this.lose();
      this.parts.subscriber.disconnect(true);
    }
    if (this.parts.subscriber.status === 'ready') void this.subscribeMissing();
    this.sent += 1;
    // One that cannot be sent is one that is not heard.
    this.parts.publisher.publish(this.ownChannel, `${this.sent}|${performance.now()}`).catch(() => undefined);
  };

  private listenToOwn(): void {
    const onMessage = (message: Buffer): void => {
      const [number = 0, sentAt = 0] = message.toString().split('|').map(Number);
      if (this.lastHeard > 0 && number !== this.lastHeard + 1) this.tellGap();
      this.lastHeard = number;
      this.aliveAt = sentAt;
    };
    const listener = { onMessage, onGap: () => undefined };
    this.channels.set(this.ownChannel, { listeners: new Set([listener]), subscribed: false });
  }

  private readonly hear = (name: Buffer, message: Buffer): void => {
    const channel = this.channels.get(name.toString());
    // The client of a Cluster subscribes again by itself after a loss, also to what was given up meanwhile.
    if (!channel) this.parts.subscriber.unsubscribe(name.toString()).catch(() => undefined);
    else for (const { onMessage } of channel.listeners) onMessage(message);
  };

  private readonly lose = (): void => {
    if (this.aliveAt === undefined) return;
    this.aliveAt = undefined;
    this.lastHeard = 0;
    this.tellGap();
  };

  private readonly tellGap = (): void => {
    for (const { listeners } of this.channels.values()) for (const { onGap } of listeners) onGap();
  };
}
