import { Logger } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { type RedisClient } from '../../../redis/redis-client.js';

/** Time between two heartbeats, in ms. */
const HEARTBEAT_MS = 1000;
/** Heartbeats that must arrive after a subscription before it is trusted. */
const TRUSTED_AFTER = 2;
/** Without a heartbeat sent this recently hints may be late or lost, in ms: two of them are missing. */
const SILENCE_MS = 2500;

/** Says that what was known of a session before may be of another life: every older copy is wrong. */
export const ANOTHER_LIFE = Infinity;

/** Who is told of changes. */
export interface ChangeListener {
  /** The session has this change sequence now; ANOTHER_LIFE after a deletion or a creation. */
  readonly onChange: (sessionId: string, changeSeq: number) => void;
  /** Changes may have been missed. */
  readonly onGap: () => void;
}

/** The two connections of a bus: one that only subscribes, one that can publish. */
export interface ChangeBusParts {
  readonly subscriber: RedisClient;
  readonly publisher: Pick<RedisClient, 'publish'>;
  /** Where the store's scripts tell of changes: `<sessionId>|<changeSeq>`, or `<sessionId>|gone`. */
  readonly channel: string;
}

/**
 * Hears of changes by other processes. Redis keeps nothing for a subscriber that is away, so the bus sends itself numbered heartbeats:
 * one that is missing, late, or a connection that was lost is a gap.
 */
export class ChangeBus {
  private readonly logger = new Logger('SessionL1');
  private readonly ownChannel: string;
  private timer: NodeJS.Timeout | undefined;
  private sent = 0;
  private heard = 0;
  private lastHeard = { number: 0, sentAt: -Infinity };

  constructor(
    private readonly parts: ChangeBusParts,
    private readonly listener: ChangeListener,
  ) {
    this.ownChannel = `${parts.channel}:${randomUUID()}`;
  }

  /** Whether every change is heard of within moments. */
  get isHealthy(): boolean {
    return this.heard >= TRUSTED_AFTER && performance.now() - this.lastHeard.sentAt < SILENCE_MS;
  }

  /** Begins to connect and goes on trying; resolves at once. */
  async open(): Promise<void> {
    const { subscriber } = this.parts;
    subscriber.on('ready', this.subscribe);
    subscriber.on('close', this.lose);
    subscriber.on('message', this.hear);
    // Its owner watches the connection; it comes back by itself.
    subscriber.connect().catch(() => undefined);
    this.timer = setInterval(this.beat, HEARTBEAT_MS).unref();
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    this.lose();
    this.parts.subscriber.disconnect();
  }

  private readonly subscribe = (): void => {
    const { subscriber, channel } = this.parts;
    subscriber.subscribe(channel, this.ownChannel).then(this.beat, (error: unknown) => {
      this.logger.warn({ event: 'session_bus_refused', channel, reason: String(error) });
    });
  };

  private readonly beat = (): void => {
    if (this.heard > 0 && performance.now() - this.lastHeard.sentAt > SILENCE_MS) this.lose();
    this.sent += 1;
    // One that cannot be sent is one that is not heard.
    this.parts.publisher.publish(this.ownChannel, `${this.sent}|${performance.now()}`).catch(() => undefined);
  };

  private readonly hear = (channel: string, message: string): void => {
    const cut = message.lastIndexOf('|');
    const [before, after] = [message.slice(0, cut), message.slice(cut + 1)];
    if (channel === this.ownChannel) this.hearHeartbeat(Number(before), Number(after));
    // A session begins with change 1, so whatever had its name before is gone.
    else this.listener.onChange(before, after === 'gone' || after === '1' ? ANOTHER_LIFE : Number(after));
  };

  private hearHeartbeat(number: number, sentAt: number): void {
    if (this.heard > 0 && number !== this.lastHeard.number + 1) this.lose();
    this.heard += 1;
    this.lastHeard = { number, sentAt };
  }

  private readonly lose = (): void => {
    this.heard = 0;
    this.listener.onGap();
  };
}
