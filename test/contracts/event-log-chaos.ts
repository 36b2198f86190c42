import { type ArchivedEvents, type EventRecord } from '../../src/conversation/event-archive.js';
import { EventLogUnavailable } from '../../src/events/event-log.errors.js';
import { type EventLog, type TailListener } from '../../src/events/event-log.js';
import { type EventSink } from '../../src/events/event-sink.js';
import { firstSeqOf, type SessionEvent } from '../../src/events/session-event.js';
import { saidBy } from './event-log-fixtures.js';

/** A log that can be taken away and brought back, and whose listeners can be made deaf. */
export class ChaosLog implements EventLog {
  away = false;
  deaf = false;
  reads = 0;
  private readonly listeners = new Set<TailListener>();

  constructor(private readonly real: EventLog) {}

  async open(): Promise<void> {
    await this.real.open();
  }

  async append(request: Parameters<EventLog['append']>[0]): ReturnType<EventLog['append']> {
    this.assertHere();
    return this.real.append(request);
  }

  async read(...args: Parameters<EventLog['read']>): ReturnType<EventLog['read']> {
    this.reads += 1;
    this.assertHere();
    return this.real.read(...args);
  }

  async listen(sessionId: string, listener: TailListener): Promise<() => void> {
    this.listeners.add(listener);
    const stop = await this.real.listen(sessionId, {
      onEvents: (events) => {
        if (!this.deaf) listener.onEvents(events);
      },
      onGap: listener.onGap,
    });
    return () => {
      this.listeners.delete(listener);
      stop();
    };
  }

  async forget(sessionId: string): Promise<void> {
    this.assertHere();
    await this.real.forget(sessionId);
  }

  async close(): Promise<void> {
    await this.real.close();
  }

  /** Tells every listener that it may have missed something. */
  gap(): void {
    for (const { onGap } of this.listeners) onGap();
  }

  private assertHere(): void {
    if (this.away) throw new EventLogUnavailable('told to be away');
  }
}

/** A record in memory: every event that was put on it, each by itself. What lies between two of them is covered by the later one. */
export class FakeArchive {
  asked = 0;
  /** What it throws while it is away. */
  failure: Error | undefined;
  readonly renumbered: [EventRecord, number][] = [];
  private readonly sessions = new Map<string, SessionEvent[]>();

  put(events: readonly SessionEvent[]): void {
    for (const event of events) {
      const kept = this.sessions.get(event.sessionId) ?? [];
      kept.push(event);
      kept.sort((one, other) => one.seq - other.seq);
      this.sessions.set(event.sessionId, kept);
    }
  }

  async after(sessionId: string, afterSeq: number, limit: number): Promise<ArchivedEvents> {
    this.asked += 1;
    if (this.failure) throw this.failure;
    const all = this.sessions.get(sessionId) ?? [];
    const later = all.filter(({ seq }) => seq > afterSeq);
    let last = afterSeq;
    const events = later.slice(0, limit).map((event) => {
      const covering = firstSeqOf(event) > last + 1 ? { ...event, fromSeq: last + 1 } : event;
      last = event.seq;
      return covering;
    });
    return { events, lastSeq: all.at(-1)?.seq ?? 0, more: later.length > limit };
  }

  async renumber(_sessionId: string, record: EventRecord, eventSeq: number): Promise<void> {
    this.renumbered.push([record, eventSeq]);
  }
}

/** A sink that remembers, and holds the promise it was given: in order, each once, no gap. */
export class RecordingSink implements EventSink {
  /** `3 hello`; `2-3 hello` for an event that stands for several; `reset 7`. */
  readonly told: string[] = [];
  readonly events: SessionEvent[] = [];
  readonly faults: string[] = [];

  constructor(private last: number | null) {}

  readonly event = (event: SessionEvent): void => {
    const first = firstSeqOf(event);
    if (this.last !== null && (event.seq <= this.last || first > this.last + 1)) {
      this.faults.push(`${first}-${event.seq} after ${this.last}`);
    }
    this.last = event.seq;
    this.events.push(event);
    this.told.push(`${first === event.seq ? '' : `${first}-`}${event.seq} ${saidBy(event)}`);
  };

  readonly reset = (lastSeq: number): void => {
    this.last = lastSeq;
    this.told.push(`reset ${lastSeq}`);
  };
}
