import { LRUCache } from 'lru-cache';
import { type Clock } from '../common/clock.js';
import {
  type AppendRequest,
  type AppendResult,
  type EventLog,
  TAIL_EVENTS,
  TAIL_TTL_MS,
  type TailListener,
} from './event-log.js';
import { numbered, type SessionEvent } from './session-event.js';

/** Sessions whose tails are kept, and events of all of them together; the least recently told ones go first. */
const MAX_SESSIONS = 20_000;
const MAX_EVENTS = 500_000;

interface Tail {
  /** Oldest first. */
  readonly events: readonly SessionEvent[];
  readonly lastSeq: number;
  readonly epoch: number;
  readonly expiresAt: number;
}

/** The event log of one process. */
export class MemoryEventLog implements EventLog {
  private readonly tails = new LRUCache<string, Tail>({
    max: MAX_SESSIONS,
    maxSize: MAX_EVENTS,
    sizeCalculation: ({ events }) => Math.max(events.length, 1),
  });
  private readonly listeners = new Map<string, Set<TailListener>>();

  constructor(
    private readonly clock: Clock,
    private readonly limits = { tailEvents: TAIL_EVENTS, tailTtlMs: TAIL_TTL_MS },
  ) {}

  async open(): Promise<void> {
    // Nothing to connect to.
  }

  async append({ sessionId, events, floor, epoch }: AppendRequest): Promise<AppendResult> {
    const tail = this.tailOf(sessionId);
    if (epoch !== null && epoch < tail.epoch) return { status: 'fenced' };
    const last = Math.max(tail.lastSeq, floor);
    const appended = events.map((event, index) => numbered(sessionId, last + index + 1, event));
    this.tails.set(sessionId, {
      events: [...tail.events, ...appended].slice(-this.limits.tailEvents),
      lastSeq: appended.at(-1)?.seq ?? tail.lastSeq,
      epoch: Math.max(tail.epoch, epoch ?? 0),
      expiresAt: this.clock.now() + this.limits.tailTtlMs,
    });
    if (appended.length > 0) for (const { onEvents } of this.listeners.get(sessionId) ?? []) onEvents(appended);
    return { status: 'appended', events: appended };
  }

  async read(
    sessionId: string,
    afterSeq: number,
    limit: number,
  ): Promise<{ readonly events: readonly SessionEvent[]; readonly lastSeq: number }> {
    const { events, lastSeq } = this.tailOf(sessionId);
    return { events: events.filter(({ seq }) => seq > afterSeq).slice(0, limit), lastSeq };
  }

  async listen(sessionId: string, listener: TailListener): Promise<() => void> {
    const listeners = this.listeners.get(sessionId) ?? new Set();
    this.listeners.set(sessionId, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.listeners.get(sessionId) === listeners) this.listeners.delete(sessionId);
    };
  }

  async forget(sessionId: string): Promise<void> {
    this.tails.delete(sessionId);
  }

  async close(): Promise<void> {
    this.listeners.clear();
  }

  private tailOf(sessionId: string): Tail {
    const tail = this.tails.get(sessionId);
    if (tail && tail.expiresAt > this.clock.now()) return tail;
    return { events: [], lastSeq: 0, epoch: 0, expiresAt: 0 };
  }
}
