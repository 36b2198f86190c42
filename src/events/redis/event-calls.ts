import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { Command } from 'ioredis';
import { mastersOf, type RedisClient } from '../../redis/redis-client.js';
import { isMissingScript, isReply, withoutArguments } from '../../session/redis/reply-error.js';
import { observeStore } from '../../telemetry/observe-store.js';
import { EventLogUnavailable } from '../event-log.errors.js';
import { type EventScript } from './event-script.js';

/** Longest wait for one answer, in ms. */
const ANSWER_WITHIN_MS = 900;
/** A connection that was good this recently is waited for; after that callers are told at once. In ms. */
const BLIP_MS = 1000;
/** Pause before a call is sent again, in ms. */
const PAUSE_MS = 50;
/** Calls on their way at once. More are refused, not queued. */
const MAX_IN_FLIGHT = 5000;
/** How long `open` waits for a first connection, in ms. After that the server counts as out of reach. */
const OPEN_WITHIN_MS = 2000;

type Argument = string | number | Buffer;

const BINARY = { replyEncoding: null };

/** Calls of the log to Redis, each settled within a second whatever happens to the connection. */
export class EventCalls {
  /** Ends each call on its way without an answer. */
  private readonly inFlight = new Set<(error: Error) => void>();
  private readonly logger = new Logger('EventLog');
  private refused = false;
  private answeredAt = performance.now();

  constructor(private readonly client: RedisClient) {
    // The client itself would leave them without an answer until their timeout.
    client.on('close', () => {
      for (const lose of this.inFlight) lose(new Error('The connection was lost.'));
    });
  }

  /** Connects; resolves also when the server is out of reach. */
  async open(): Promise<void> {
    const connected = this.client.connect().catch(() => undefined);
    this.answeredAt = performance.now();
    await Promise.race([connected, sleep(OPEN_WITHIN_MS, undefined, { ref: false })]);
  }

  close(): void {
    this.client.disconnect();
  }

  /**
   * The script's reply, its strings as bytes. Sent again when the answer was lost with a connection that was good a moment ago; `args`
   * is told so, and the script must see to it that this does no harm.
   * @throws EventLogUnavailable
   */
  run(script: EventScript, keys: readonly string[], args: (again: boolean) => readonly Argument[]): Promise<unknown> {
    return this.settle(script.name, async (again) => {
      const rest = [script.numberOfKeys, ...keys, ...args(again)];
      try {
        return await this.send('evalsha', [script.sha1, ...rest]);
      } catch (error) {
        if (!isMissingScript(error)) throw error;
        return this.send('eval', [script.lua, ...rest]);
      }
    });
  }

  /** @throws EventLogUnavailable */
  async unlink(keys: readonly string[]): Promise<void> {
    await this.settle('unlink', () => this.send('unlink', [...keys]));
  }

  /** @throws EventLogUnavailable */
  async publish(channel: string, message: string): Promise<void> {
    await this.settle('publish', () => this.send('publish', [channel, message]));
  }

  private send(name: string, args: Argument[]): Promise<unknown> {
    return this.client.sendCommand(new Command(name, args, BINARY)) as Promise<unknown>;
  }

  private settle(name: string, call: (again: boolean) => Promise<unknown>): Promise<unknown> {
    return observeStore('events', name, () => this.repeated(call));
  }

  private async repeated(call: (again: boolean) => Promise<unknown>): Promise<unknown> {
    if (this.inFlight.size >= MAX_IN_FLIGHT) throw away('has too much to do');
    const deadline = performance.now() + ANSWER_WITHIN_MS;
    for (let again = false; ; again = true) {
      try {
        const reply = await this.attempt(() => call(again), deadline);
        this.answeredAt = performance.now();
        this.refused = false;
        return reply;
      } catch (error) {
        const now = performance.now();
        if (isReply(error)) {
          this.answeredAt = now;
          this.noteRefusal(error);
        }
        if (isReply(error) || now - this.answeredAt > BLIP_MS || now + PAUSE_MS > deadline) throw unavailable(error);
      }
      await sleep(PAUSE_MS);
    }
  }

  /** Settles at the latest when the connection is lost, or at the deadline (monotonic ms). */
  private async attempt(call: () => Promise<unknown>, deadline: number): Promise<unknown> {
    const sentAt = performance.now();
    const { promise: lost, reject: lose } = Promise.withResolvers<never>();
    this.inFlight.add(lose);
    const timer = setTimeout(() => {
      // The server said nothing to anybody: the connection may be dead without knowing.
      if (this.answeredAt < sentAt) this.drop();
      lose(new Error('There was no answer in time.'));
    }, deadline - sentAt);
    try {
      return await Promise.race([call(), lost]);
    } finally {
      clearTimeout(timer);
      this.inFlight.delete(lose);
    }
  }

  /** Says once why the server refuses: a missing permission looks like an outage to everybody else. */
  private noteRefusal(error: Error): void {
    if (!this.refused) this.logger.warn({ event: 'event_log_refused', reason: error.message });
    this.refused = true;
  }

  private drop(): void {
    for (const { stream } of mastersOf(this.client)) stream.destroy();
  }
}

const away = (why: string, cause?: Error): EventLogUnavailable =>
  new EventLogUnavailable(`The event log ${why}.`, { retryAfterSeconds: 1, cause });

/** A call that failed: not sent, refused by the server, or its answer lost. Its arguments, which are told text, stay out of the error. */
function unavailable(error: unknown): EventLogUnavailable {
  const cause = error instanceof Error ? withoutArguments(error) : undefined;
  return isReply(error) ? away('takes nothing now', cause) : away('does not answer', cause);
}
