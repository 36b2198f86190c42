import { type TurnEventBody } from '@frontdesk/client';
import { type Clock } from '../../common/clock.js';
import { eventId, firstSeqOf, type NewEvent, type SessionEvent } from '../../events/session-event.js';
import { EventLogUnavailable } from '../../events/event-log.errors.js';
import { type SessionEvents } from '../../events/session-events.js';
import { coalesceTexts } from './coalesce-texts.js';

/** Time between two appends of text alone, in ms: deltas in between travel as one. */
const COALESCE_MS = 30;
/**
 * Numbers left out when nobody knows how many events a lost turn told, or will tell, and the log can't be asked: far above what one turn
 * can tell. The next event covers them.
 */
const UNKNOWN_EVENTS = 100_000;

/** Whose events they are, and how they are numbered. */
export interface TellerTerms {
  readonly sessionId: string;
  readonly turnId: string;
  readonly epoch: number;
  /** The record's last number when the turn began. */
  readonly floor: number;
  /** A turn before this one never ended. */
  readonly unfinishedBefore: boolean;
}

/** What the record has of a turn that failed, and so who may be told under which number. */
export type FailureRecord =
  /** The failure, under the number that follows the last one told. */
  | { readonly status: 'recorded' }
  /** A person has the conversation; the record's last number. */
  | { readonly status: 'taken_over'; readonly floor: number }
  /** Another turn answers the message, and says so by itself: this failure is for the sender alone. */
  | { readonly status: 'outrun' }
  /** It can't be asked. */
  | { readonly status: 'unknown' };

type FailureEvent = TurnEventBody & { readonly type: 'error' };

interface Listener {
  /** An event is told: to everybody, under its number, or to the sender of the message alone. */
  readonly onTold: (event: SessionEvent) => void;
  /** Another epoch has begun: nothing that this turn tells is heard any more. */
  readonly onFenced: () => void;
}

type Events = Pick<SessionEvents, 'append' | 'tellHere'>;

/**
 * Tells the events of one turn through the log, in order and in as few appends as possible. While the log is away they are numbered
 * here and held back, because without it nothing but the commit can say whether this turn may still speak: `release` tells them.
 */
export class TurnTeller {
  private readonly waiting: TurnEventBody[] = [];
  private readonly held: SessionEvent[] = [];
  private working: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private lastAppendAt = -Infinity;
  private state: 'telling' | 'holding' | 'released' | 'fenced' = 'telling';
  private fault: Error | undefined;
  /** The record has the number of the last event that this turn will have told, so none may be left out any more. */
  private isOnRecord = false;
  /** For what a turn before this one may tell through the log, which is away here. */
  private leftRoom = false;
  private first: number | undefined;
  private last: number;

  constructor(
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly terms: TellerTerms,
    private readonly listener: Listener,
  ) {
    this.last = terms.floor;
  }

  /** Number of the first event told; exact after a `flush`. */
  get firstSeq(): number {
    return this.first ?? this.last + 1;
  }

  /** Number of the last event told; exact after a `flush`. */
  get lastSeq(): number {
    return this.last;
  }

  tell(body: TurnEventBody): void {
    if (this.state === 'fenced') return;
    this.waiting.push(body);
    if (!this.working) this.schedule();
  }

  /**
   * Resolves when everything told so far has its number.
   * @throws what the log threw beside being away: a fault of ours, once
   */
  async flush(): Promise<void> {
    while (this.working || this.waiting.length > 0) {
      if (!this.working) this.work();
      await this.working;
    }
    const { fault } = this;
    this.fault = undefined;
    if (fault) throw fault;
  }

  /** The turn is on record, and with it the numbers of all its events: what was held back is told, and what comes as well. */
  async release(): Promise<void> {
    await this.flush();
    this.isOnRecord = true;
    if (this.state !== 'holding') return;
    this.state = 'released';
    this.tellHere(this.held.splice(0));
  }

  /** The last word of a turn that failed. What was held back was never said. */
  async fail(body: FailureEvent, record: FailureRecord): Promise<void> {
    await this.flush();
    const unsaid = this.held.splice(0);
    const told = unsaid[0] ? firstSeqOf(unsaid[0]) - 1 : this.last;
    switch (record.status) {
      case 'recorded':
        this.isOnRecord = true;
        if (this.state === 'holding') this.tellFailureHere(body, unsaid);
        else if (!(await this.isAppended(body, null, told))) this.tellFailureHere(body, []);
        return;
      case 'taken_over':
        if (!(await this.isAppended(body, null, Math.max(told, record.floor)))) this.tellSender(body, told);
        return;
      case 'unknown':
        if (this.state !== 'telling' || !(await this.isAppended(body, this.terms.epoch, told))) {
          this.tellSender(body, told);
        }
        return;
      case 'outrun':
        this.tellSender(body, told);
    }
  }

  /** False: the log is away, or lets a newer turn speak only. */
  private async isAppended(body: FailureEvent, epoch: number | null, floor: number): Promise<boolean> {
    try {
      return await this.append([body], epoch, floor);
    } catch (error) {
      if (error instanceof EventLogUnavailable) return false;
      throw error;
    }
  }

  /** Its number is on record, and covers those of what was held back. */
  private tellFailureHere(body: FailureEvent, [unsaid]: readonly SessionEvent[]): void {
    for (const failed of this.number([body])) {
      this.tellHere([unsaid ? { ...failed, fromSeq: firstSeqOf(unsaid) } : failed]);
    }
  }

  /** Any number might be another event's, so it takes none and stands at `seq`, the last one that was told. */
  private tellSender(body: FailureEvent, seq: number): void {
    const { sessionId, turnId } = this.terms;
    const at = this.clock.date().toISOString();
    this.listener.onTold({ id: eventId(sessionId, seq), seq, fromSeq: seq + 1, sessionId, turnId, at, ...body });
  }

  /** Text alone may wait a moment for more of it. */
  private schedule(): void {
    const pause = COALESCE_MS - (performance.now() - this.lastAppendAt);
    const onlyText = this.waiting.every(({ type }) => type === 'text');
    if (!onlyText || pause <= 0) this.work();
    else
      this.timer ??= setTimeout(() => {
        this.work();
      }, pause);
  }

  private work(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.working ??= this.appendWaiting()
      .catch((error: unknown) => {
        this.fault = error instanceof Error ? error : new Error('the event log failed', { cause: error });
        this.loseLog();
      })
      .finally(() => {
        this.working = undefined;
        if (this.waiting.length > 0) this.schedule();
      });
  }

  private async appendWaiting(): Promise<void> {
    // What is told in the same breath goes along.
    await Promise.resolve();
    const batch = coalesceTexts(this.waiting.splice(0));
    if (batch.length === 0 || this.state === 'fenced') return;
    if (this.state === 'telling') await this.appendOrHold(batch);
    else this.keep(batch);
  }

  private async appendOrHold(batch: readonly TurnEventBody[]): Promise<void> {
    try {
      await this.append(batch, this.terms.epoch);
    } catch (error) {
      if (!(error instanceof EventLogUnavailable)) throw error;
      this.loseLog();
      this.keep(batch);
    }
  }

  private loseLog(): void {
    this.state = this.isOnRecord ? 'released' : 'holding';
  }

  /** False: fenced. @throws EventLogUnavailable */
  private async append(batch: readonly TurnEventBody[], epoch: number | null, floor = this.last): Promise<boolean> {
    const { sessionId, turnId } = this.terms;
    const at = this.clock.date().toISOString();
    const events: NewEvent[] = batch.map((body) => ({ turnId, at, ...body }));
    const result = await this.events.append({ sessionId, events, floor, epoch });
    this.lastAppendAt = performance.now();
    if (result.status === 'fenced') {
      this.state = 'fenced';
      this.waiting.length = 0;
      this.listener.onFenced();
      return false;
    }
    for (const event of result.events) this.told(event);
    return true;
  }

  /** Without the log: numbered here, told now only when the turn is on record. */
  private keep(batch: readonly TurnEventBody[]): void {
    const events = this.number(batch);
    if (this.state === 'released') this.tellHere(events);
    else this.held.push(...events);
  }

  private number(batch: readonly TurnEventBody[]): SessionEvent[] {
    const { sessionId, turnId, unfinishedBefore } = this.terms;
    const at = this.clock.date().toISOString();
    return batch.map((body) => {
      const fromSeq = this.last + 1;
      const seq = fromSeq + (unfinishedBefore && !this.leftRoom && !this.isOnRecord ? UNKNOWN_EVENTS : 0);
      this.leftRoom = true;
      this.first ??= seq;
      this.last = seq;
      return {
        id: eventId(sessionId, seq),
        seq,
        ...(fromSeq < seq ? { fromSeq } : {}),
        sessionId,
        turnId,
        at,
        ...body,
      };
    });
  }

  private tellHere(events: readonly SessionEvent[]): void {
    this.events.tellHere(this.terms.sessionId, events);
    for (const event of events) this.listener.onTold(event);
  }

  private told(event: SessionEvent): void {
    this.first ??= event.seq;
    this.last = event.seq;
    this.listener.onTold(event);
  }
}
