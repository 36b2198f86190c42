import { Logger } from '@nestjs/common';
import { eventResets } from '../telemetry/metrics.js';
import { EventLogUnavailable } from './event-log.errors.js';
import { type EventSink } from './event-sink.js';
import { type Limiter } from './limiter.js';
import { type Replayed, replay, type ReplayRequest, type ReplaySources, type ToldEvent } from './replay.js';
import { type Rereader, type RereadQueue } from './reread-queue.js';
import { firstSeqOf, type SessionEvent } from './session-event.js';

/** Events told live that may wait while older ones are read; beyond that they are read as well. */
const MAX_WAITING = 2000;

const logger = new Logger('SessionEvents');

/** What followers share. */
export interface FollowerParts extends ReplaySources {
  /** For everything that reads. */
  readonly limiter: Limiter;
  readonly rereads: RereadQueue;
}

/** One sink's way through a session's events: in order and each once, in whatever order and however often they are told. */
export class Follower implements Rereader {
  private last = 0;
  private waiting: ToldEvent[] = [];
  /** Reads under way, and the start: what is told waits. */
  private reading = 1;
  /** Reads come one after the other. */
  private line: Promise<unknown> = Promise.resolve();
  /** Where to begin is known. */
  private started = false;
  private gapBeforeStart = false;
  private holeAsked = false;
  /** What waits must wait for the log or the record to come back. */
  private blocked = false;
  private closed = false;
  /**
   * Where log and record ended when both had forgotten numbers that this follower has seen. An event above it is new, though its number
   * isn't.
   */
  private forgottenAfter: number | null = null;

  constructor(
    private readonly sessionId: string,
    private readonly sink: EventSink,
    private readonly parts: FollowerParts,
  ) {}

  get lastSeq(): number {
    return this.last;
  }

  /** Begins after `afterSeq`; null: with what comes from now on. Must hear the log before. @throws what the record throws */
  async start(afterSeq: number | null): Promise<void> {
    try {
      if (afterSeq === null) await this.exclusively(() => this.skipToEnd());
      else await this.exclusively(() => this.readFrom(afterSeq));
    } finally {
      this.reading -= 1;
    }
    this.started = true;
    if (this.gapBeforeStart) this.gap();
    this.drain();
  }

  /** See Following.sync. @throws what the record throws; what follows `afterSeq` comes all the same when it can be asked again */
  async sync(afterSeq: number): Promise<{ readonly lastSeq: number; readonly reset: boolean }> {
    try {
      const { reset } = await this.exclusively(() => this.readFrom(afterSeq));
      return { lastSeq: this.last, reset };
    } catch (error) {
      this.gap();
      throw error;
    }
  }

  /** Events were told; `recorded`: under the record's numbers. */
  receive(events: readonly SessionEvent[], recorded: boolean): void {
    if (this.closed) return;
    for (const event of events) this.waiting.push({ event, recorded });
    if (recorded) this.blocked = false;
    this.drain();
    if (this.waiting.length <= MAX_WAITING) return;
    this.waiting = [];
    this.gap();
  }

  /** Events may have been missed. */
  gap(): void {
    if (!this.started) this.gapBeforeStart = true;
    else if (!this.closed) this.parts.rereads.add(this);
  }

  async reread(): Promise<boolean> {
    if (this.closed) return true;
    try {
      const { logAway } = await this.inLine(() => this.read('with_log'));
      return !logAway;
    } catch {
      return false;
    }
  }

  close(): void {
    this.closed = true;
    this.waiting = [];
    this.parts.rereads.remove(this);
  }

  private exclusively<T>(work: () => Promise<T>): Promise<T> {
    return this.parts.limiter.run(() => this.inLine(work));
  }

  private async inLine<T>(work: () => Promise<T>): Promise<T> {
    this.reading += 1;
    const turn = this.line.then(work);
    this.line = turn.catch(() => undefined);
    try {
      return await turn;
    } finally {
      this.reading -= 1;
      this.drain();
    }
  }

  private async skipToEnd(): Promise<void> {
    const { log, archive } = this.parts;
    const tailEnd = await log.read(this.sessionId, Number.MAX_SAFE_INTEGER, 1).then(
      ({ lastSeq }) => lastSeq,
      (error: unknown) => {
        if (!(error instanceof EventLogUnavailable)) throw error;
        this.gap();
        return 0;
      },
    );
    const { lastSeq } = await archive.after(this.sessionId, tailEnd, 1);
    this.last = Math.max(tailEnd, lastSeq);
  }

  private async readFrom(afterSeq: number): Promise<Replayed> {
    this.last = afterSeq;
    const replayed = await this.read('always');
    if (replayed.logAway) this.gap();
    return replayed;
  }

  private async read(beyondTail: ReplayRequest['beyondTail']): Promise<Replayed> {
    const taken: ToldEvent[] = [];
    const takeTold = (): readonly ToldEvent[] => {
      taken.push(...this.waiting.splice(0));
      return taken;
    };
    const { sessionId, last: afterSeq } = this;
    try {
      const replayed = await replay(this.parts, { sessionId, afterSeq, beyondTail, takeTold });
      this.takeOver(replayed);
      if (replayed.end !== null) this.forgottenAfter = replayed.end < afterSeq ? replayed.end : null;
      return replayed;
    } catch (error) {
      this.waiting.unshift(...taken);
      this.blocked = true;
      throw error;
    }
  }

  private takeOver({ events, lastSeq, reset, waiting }: Replayed): void {
    this.waiting.unshift(...waiting);
    this.blocked = waiting.length > 0;
    if (reset) this.reset(lastSeq);
    else for (const event of events) this.hand(event);
    this.last = lastSeq;
  }

  /** Hands over what is next. What comes after a hole asks for what is in it. */
  private drain(): void {
    if (this.reading > 0 || this.waiting.length === 0) return;
    this.waiting.sort((one, other) => one.event.seq - other.event.seq);
    for (let next = this.takeNext(); next; next = this.takeNext()) this.go(next);
    if (this.waiting.length > 0 && !this.blocked) this.readHole();
  }

  private takeNext(): SessionEvent | undefined {
    const [next] = this.waiting;
    if (!next || firstSeqOf(next.event) > this.last + 1) return undefined;
    this.waiting.shift();
    return next.event;
  }

  private go(event: SessionEvent): void {
    if (event.seq <= this.last) {
      if (this.forgottenAfter === null || event.seq <= this.forgottenAfter) return;
      this.reset(firstSeqOf(event) - 1);
    }
    this.forgottenAfter = null;
    this.last = event.seq;
    this.hand(event);
  }

  private readHole(): void {
    if (this.holeAsked) return;
    this.holeAsked = true;
    const work = async (): Promise<boolean> => {
      this.holeAsked = false;
      // It may have been late only.
      if (this.closed || this.waiting.length === 0) return true;
      const { logAway } = await this.read('never');
      return !logAway;
    };
    void this.exclusively(work).then(
      (done) => {
        if (!done) this.gap();
      },
      () => {
        this.gap();
      },
    );
  }

  private reset(lastSeq: number): void {
    eventResets.inc();
    this.last = lastSeq;
    this.tell(() => {
      this.sink.reset(lastSeq);
    });
  }

  private hand(event: SessionEvent): void {
    this.tell(() => {
      this.sink.event(event);
    });
  }

  private tell(what: () => void): void {
    if (this.closed) return;
    try {
      what();
    } catch (error) {
      logger.error({ event: 'event_sink_failed', sessionId: this.sessionId }, error);
      this.close();
    }
  }
}
