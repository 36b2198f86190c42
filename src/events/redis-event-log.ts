import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { type ValueCodec } from '../session/codec/value-codec.js';
import {
  type AppendRequest,
  type AppendResult,
  type EventLog,
  TAIL_EVENTS,
  TAIL_TTL_MS,
  type TailListener,
} from './event-log.js';
import { type EventBus } from './redis/event-bus.js';
import { type EventCalls } from './redis/event-calls.js';
import { loadEventScript } from './redis/event-script.js';
import { decodeEvent, encodeEvent, eventsOfMessage, eventsOfReply, type StoredEvent } from './redis/told-events.js';
import { numbered, type SessionEvent } from './session-event.js';

const APPEND = loadEventScript('append-2');
const READ = loadEventScript('read-2');

export interface RedisEventLogParts {
  readonly calls: EventCalls;
  readonly bus: EventBus;
  readonly codec: ValueCodec;
  /** What every key and channel begins with. */
  readonly keyPrefix: string;
  /** Default: TAIL_EVENTS, as near as Redis trims without splitting its blocks. */
  readonly tailEvents?: number;
  /** Default: TAIL_TTL_MS. */
  readonly tailTtlMs?: number;
}

/** The event log in Redis: a stream and a small hash per session, and a channel of the stream's name. */
export class RedisEventLog implements EventLog {
  private readonly logger = new Logger('EventLog');

  constructor(private readonly parts: RedisEventLogParts) {}

  async open(): Promise<void> {
    await Promise.all([this.parts.calls.open(), this.parts.bus.open()]);
  }

  async append({ sessionId, events, floor, epoch }: AppendRequest): Promise<AppendResult> {
    const { calls, codec, tailEvents = TAIL_EVENTS, tailTtlMs = TAIL_TTL_MS } = this.parts;
    const keys = this.keysOf(sessionId);
    const stored = events.map((event) => encodeEvent(codec, sessionId, event));
    const rest = [floor, epoch ?? '', keys.tail, tailEvents, tailTtlMs, randomUUID(), ...stored];
    const first = await calls.run(APPEND, [keys.tail, keys.state], (again) => [again ? 1 : 0, ...rest]);
    if (typeof first !== 'number' || first === 0) return { status: 'fenced' };
    return { status: 'appended', events: events.map((event, index) => numbered(sessionId, first + index, event)) };
  }

  async read(
    sessionId: string,
    afterSeq: number,
    limit: number,
  ): Promise<{ readonly events: readonly SessionEvent[]; readonly lastSeq: number }> {
    const { tail, state } = this.keysOf(sessionId);
    const reply = await this.parts.calls.run(READ, [tail, state], () => [afterSeq, limit]);
    const { lastSeq, stored } = eventsOfReply(reply);
    return { lastSeq, events: this.decode(sessionId, stored) };
  }

  listen(sessionId: string, { onEvents, onGap }: TailListener): Promise<() => void> {
    const onMessage = (message: Buffer): void => {
      onEvents(this.decode(sessionId, eventsOfMessage(message)));
    };
    return this.parts.bus.listen(this.keysOf(sessionId).tail, { onMessage, onGap });
  }

  async forget(sessionId: string): Promise<void> {
    const { tail, state } = this.keysOf(sessionId);
    await this.parts.calls.unlink([tail, state]);
  }

  async close(): Promise<void> {
    this.parts.bus.close();
    this.parts.calls.close();
  }

  /** The tail's key is also the name of the channel. The braces keep both keys on one node of a Cluster. */
  private keysOf(sessionId: string): { readonly tail: string; readonly state: string } {
    const session = `${this.parts.keyPrefix}{${sessionId}}:`;
    return { tail: `${session}events`, state: `${session}events-state` };
  }

  /** An event that can't be read (sealed with a key that is gone, or not ours) is left out: a hole, to be filled from the record. */
  private decode(sessionId: string, stored: readonly StoredEvent[]): SessionEvent[] {
    const events: SessionEvent[] = [];
    for (const event of stored) {
      try {
        events.push(decodeEvent(this.parts.codec, sessionId, event));
      } catch {
        this.logger.warn({ event: 'told_event_unreadable', sessionId, seq: event.seq });
      }
    }
    return events;
  }
}
