import { type ArchivedEvents, type EventArchive } from '../conversation/event-archive.js';
import { EventLogUnavailable } from './event-log.errors.js';
import { type EventLog } from './event-log.js';
import { joinTexts } from './join-texts.js';
import { firstSeqOf, type SessionEvent } from './session-event.js';

/** Most events of the tail that are replayed, and most turns, messages and handoffs of the record. Beyond that: reset. */
const MAX_TAIL_EVENTS = 1000;
const MAX_ARCHIVED = 200;

/** Where events of the past are. */
export interface ReplaySources {
  readonly log: Pick<EventLog, 'read'>;
  readonly archive: Pick<EventArchive, 'after'>;
}

/** An event that was told live; `recorded`: by the record's number, so that the log need not know it. */
export interface ToldEvent {
  readonly event: SessionEvent;
  readonly recorded: boolean;
}

export interface ReplayRequest {
  readonly sessionId: string;
  readonly afterSeq: number;
  /**
   * Whether the record is asked what comes after the tail too. `with_log`: not while the log is away, which may know what lies between.
   */
  readonly beyondTail: 'always' | 'with_log' | 'never';
  /** Hands over what was told live and waits; asked for after the tail was read. */
  readonly takeTold: () => readonly ToldEvent[];
}

export interface Replayed {
  /** Without a gap from `afterSeq` on; texts joined. None after a reset. */
  readonly events: readonly SessionEvent[];
  /** Where the follower stands now. */
  readonly lastSeq: number;
  readonly reset: boolean;
  /** The highest number that log and record know; null when one of them was not asked or is away. */
  readonly end: number | null;
  /** Told events that must wait: what is before them may be in the log, which is away. */
  readonly waiting: readonly ToldEvent[];
  readonly logAway: boolean;
}

/** What a session was told after a number: the tail, its holes filled from the record. @throws what the record throws */
export async function replay(sources: ReplaySources, request: ReplayRequest): Promise<Replayed> {
  const tail = await readTail(sources, request);
  return new Replay(sources, request, tail).run();
}

type Tail = Awaited<ReturnType<EventLog['read']>>;

async function readTail({ log }: ReplaySources, { sessionId, afterSeq }: ReplayRequest): Promise<Tail | null> {
  try {
    return await log.read(sessionId, afterSeq, MAX_TAIL_EVENTS + 1);
  } catch (error) {
    if (error instanceof EventLogUnavailable) return null;
    throw error;
  }
}

/** Thrown inside: there is too much to send. */
class TooFarBehind extends Error {
  constructor(readonly lastSeq: number) {
    super('too far behind');
  }
}

class Replay {
  private readonly events: SessionEvent[] = [];
  private last: number;
  private end = 0;

  constructor(
    private readonly sources: ReplaySources,
    private readonly request: ReplayRequest,
    private readonly tail: Tail | null,
  ) {
    this.last = request.afterSeq;
  }

  async run(): Promise<Replayed> {
    this.end = this.tail?.lastSeq ?? 0;
    const told = this.request.takeTold();
    const newest = Math.max(this.end, ...told.map(({ event }) => event.seq));
    const logAway = this.tail === null;
    const { beyondTail } = this.request;
    const thorough = beyondTail === 'always' || (beyondTail === 'with_log' && !logAway);
    try {
      if (this.tail && this.tail.events.length > MAX_TAIL_EVENTS) throw new TooFarBehind(newest);
      const waiting = await this.merge(told);
      if (thorough) await this.fill(Infinity);
      const end = thorough && !logAway ? this.end : null;
      return { events: joinTexts(this.events), lastSeq: this.last, reset: false, end, waiting, logAway };
    } catch (error) {
      if (!(error instanceof TooFarBehind)) throw error;
      const lastSeq = Math.max(error.lastSeq, newest);
      return { events: [], lastSeq, reset: true, end: null, waiting: [], logAway };
    }
  }

  /** Returns what must wait. */
  private async merge(told: readonly ToldEvent[]): Promise<readonly ToldEvent[]> {
    const tail = (this.tail?.events ?? []).map((event) => ({ event, recorded: true }));
    const known = [...tail, ...told].sort((one, other) => one.event.seq - other.event.seq);
    for (const [index, { event }] of known.entries()) {
      const first = firstSeqOf(event);
      if (first > this.last + 1 && event.seq > this.last) await this.fill(first - 1);
      if (first > this.last + 1 && this.mustWait(known.slice(index))) return known.slice(index);
      this.take(event);
    }
    return [];
  }

  /** The log may still have what is missing; what is told under the record's numbers comes although it can't be asked. */
  private mustWait(rest: readonly ToldEvent[]): boolean {
    return this.tail === null && rest.every(({ recorded }) => !recorded);
  }

  /** Takes from the record what lies between here and `upTo`, as far as the record knows it. */
  private async fill(upTo: number): Promise<void> {
    const { sessionId } = this.request;
    const archived: ArchivedEvents = await this.sources.archive.after(sessionId, this.last, MAX_ARCHIVED);
    this.end = Math.max(this.end, archived.lastSeq);
    for (const event of archived.events) {
      // What reaches beyond a hole only covers what the tail tells better. A text doesn't: it is joined of what was told there.
      if (event.seq <= upTo || (firstSeqOf(event) <= upTo && event.type === 'text')) this.take(event);
    }
    if (archived.more && this.last < upTo) throw new TooFarBehind(archived.lastSeq);
  }

  /** What nobody knows any more is covered by the event after it. */
  private take(event: SessionEvent): void {
    if (event.seq <= this.last) return;
    const isNext = firstSeqOf(event) <= this.last + 1;
    this.events.push(isNext ? event : { ...event, fromSeq: this.last + 1 });
    this.last = event.seq;
  }
}
