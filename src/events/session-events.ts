import { Injectable, Logger } from '@nestjs/common';
import { EventArchive, type EventRecord } from '../conversation/event-archive.js';
import { EventLogUnavailable } from './event-log.errors.js';
import { eventAppends, eventFollowers } from '../telemetry/metrics.js';
import { type AppendRequest, type AppendResult, type EventLog, InjectEventLog } from './event-log.js';
import { type EventSink } from './event-sink.js';
import { FenceKeeper } from './fence-keeper.js';
import { Follower, type FollowerParts } from './follower.js';
import { Limiter } from './limiter.js';
import { RereadQueue } from './reread-queue.js';
import { type NewEvent, numbered, type SessionEvent } from './session-event.js';
import { ToldMarks } from './told-marks.js';

export type { EventSink };

/** Above every epoch: a 32-bit integer in the record. */
const BEYOND_EPOCHS = 2 ** 31;
/** Followers that read tail and record at once; hundreds may want to. */
const READ_AT_ONCE = 8;

export interface Following {
  /** Number of the last event handed to the sink. */
  readonly lastSeq: () => number;
  /** Takes up again after `afterSeq`: repeats what follows it. Resolves when that was handed over. */
  readonly sync: (afterSeq: number) => Promise<{ readonly lastSeq: number; readonly reset: boolean }>;
  readonly close: () => void;
}

export interface Announcement {
  readonly sessionId: string;
  readonly event: NewEvent;
  /** What the record gave it: its last number plus 1. */
  readonly eventSeq: number;
  /** See `AppendRequest`: a claim gives the epoch it took, so that no turn before it can tell anything any more; others null. */
  readonly epoch: number | null;
  /** The row that carries the number. */
  readonly record: EventRecord;
}

/** What the clients of a session are told: the log's tail in front of the record. */
@Injectable()
export class SessionEvents {
  private readonly logger = new Logger(SessionEvents.name);
  private readonly followers = new Map<string, Set<Follower>>();
  private readonly marks = new ToldMarks();
  private readonly parts: FollowerParts;
  private readonly fences: FenceKeeper;

  constructor(
    @InjectEventLog() private readonly log: EventLog,
    private readonly archive: EventArchive,
  ) {
    const limiter = new Limiter(READ_AT_ONCE);
    this.fences = new FenceKeeper(log);
    this.parts = { log, archive, limiter, rereads: new RereadQueue(limiter) };
  }

  /**
   * Numbers and tells events. A number that this process has seen is not given again, and an epoch that it knows to be over is fenced,
   * also by a log that has lost its memory. @throws EventLogUnavailable
   */
  async append(request: AppendRequest): Promise<AppendResult> {
    const { sessionId, epoch } = request;
    if (epoch !== null && epoch < this.marks.epochOf(sessionId)) return { status: 'fenced' };
    this.marks.note(sessionId, { epoch: epoch ?? 0 });
    const floor = Math.max(request.floor, this.marks.seqOf(sessionId));
    const result = await this.log.append({ ...request, floor }).catch((error: unknown) => {
      eventAppends.inc({ result: 'unavailable' });
      throw error;
    });
    eventAppends.inc({ result: result.status });
    if (result.status === 'appended') this.tell(sessionId, result.events, false);
    return result;
  }

  /**
   * Numbers and tells one event that is on record already under `eventSeq`, and corrects the record when it gets another number.
   * With the log away it is told here alone, and an epoch reaches the log when it is back. Resolves with its number. Not for turns.
   */
  async announce(request: Announcement): Promise<number> {
    const { sessionId, event, eventSeq, epoch } = request;
    try {
      const result = await this.append({ sessionId, events: [event], floor: eventSeq - 1, epoch });
      if (result.status === 'fenced') return eventSeq;
      const seq = result.events[0]?.seq ?? eventSeq;
      await this.correct(request, seq);
      return seq;
    } catch (error) {
      if (!(error instanceof EventLogUnavailable)) throw error;
      // Not under a number that followers here have seen: they would take it for that event.
      if (epoch !== null) this.fences.raiseLater(sessionId, epoch);
      const seq = Math.max(eventSeq, this.marks.seqOf(sessionId) + 1);
      await this.correct(request, seq);
      this.tellHere(sessionId, [numbered(sessionId, seq, event)]);
      return seq;
    }
  }

  /** Tells this instance's followers of events that the record has numbered while the log was away. */
  tellHere(sessionId: string, events: readonly SessionEvent[]): void {
    this.tell(sessionId, events, true);
  }

  /**
   * Everything after `afterSeq`, then what comes, until closed. `afterSeq` null: from now on.
   * Resolves when what was there is handed over. A log that is away is no failure: it follows as well as it can and catches up.
   * @throws what the record throws when it is needed
   */
  async follow(sessionId: string, afterSeq: number | null, sink: EventSink): Promise<Following> {
    const follower = new Follower(sessionId, sink, this.parts);
    const leave = await this.join(sessionId, follower);
    const close = (): void => {
      follower.close();
      leave();
    };
    try {
      await follower.start(afterSeq);
    } catch (error) {
      close();
      throw error;
    }
    return { lastSeq: () => follower.lastSeq, sync: (after) => follower.sync(after), close };
  }

  /** Forgets what a deleted session was told, and lets no turn that may still run tell it anything. @throws EventLogUnavailable */
  async forget(sessionId: string): Promise<void> {
    this.marks.forget(sessionId);
    this.marks.note(sessionId, { epoch: BEYOND_EPOCHS });
    await this.log.forget(sessionId);
    await this.log.append({ sessionId, events: [], floor: 0, epoch: BEYOND_EPOCHS });
  }

  private async join(sessionId: string, follower: Follower): Promise<() => void> {
    const followers = this.followers.get(sessionId) ?? new Set();
    this.followers.set(sessionId, followers.add(follower));
    eventFollowers.inc();
    const stopListening = await this.log.listen(sessionId, {
      onEvents: (events) => {
        this.marks.note(sessionId, { seq: events.at(-1)?.seq });
        follower.receive(events, false);
      },
      onGap: () => {
        follower.gap();
      },
    });
    return () => {
      stopListening();
      if (followers.delete(follower)) eventFollowers.dec();
      if (followers.size === 0 && this.followers.get(sessionId) === followers) this.followers.delete(sessionId);
    };
  }

  private tell(sessionId: string, events: readonly SessionEvent[], recorded: boolean): void {
    this.marks.note(sessionId, { seq: events.at(-1)?.seq });
    for (const follower of this.followers.get(sessionId) ?? []) follower.receive(events, recorded);
  }

  /** The event is told by then, or about to be: a record that can't be corrected now must not make its writer fail. */
  private async correct({ sessionId, eventSeq, record }: Announcement, seq: number): Promise<void> {
    if (seq === eventSeq) return;
    try {
      await this.archive.renumber(sessionId, record, seq);
    } catch (error) {
      this.logger.warn({ event: 'event_not_renumbered', sessionId, eventSeq, seq, reason: codeOf(error) });
    }
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error ? error.name : undefined;
}
