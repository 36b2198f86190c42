import { type Clock } from '../common/clock.js';
import { type HeldSession, LeaseKeeper, type LeaseTerms, LocalHold } from './held-session.js';
import { LinePace } from './line-pace.js';
import { conversationBusy, LineWaiter, type WaiterOptions } from './line-waiter.js';
import { isStoreAway, missingSession, OutcomeUnknown } from './session.errors.js';
import { type AcquireResult, type LeaseGrant } from './session-results.js';
import { type SessionStore } from './session-store.js';

/** What all lines of a process have in common. */
export interface LineHome {
  readonly store: SessionStore;
  readonly clock: Clock;
  readonly terms: LeaseTerms & {
    readonly maxWaiters: number;
    /** False: no leases are taken, so that the line is this process's own. */
    readonly locking: boolean;
    readonly maxAttempts: number | null;
  };
}

/**
 * Those of this process who hold one session or wait for it. Each of them stands in the store's line by itself, from its arrival on; one
 * look for all of them asks whether it is the turn of one, and is their sign of life.
 */
export class SessionLine {
  /** In order of arrival. */
  private readonly waiters = new Map<string, LineWaiter>();
  private readonly pace = new LinePace();
  private holder: HeldSession | null = null;
  private isWatched = false;

  /** `onEmpty`: nobody here holds the session or waits for it any more. */
  constructor(
    private readonly sessionId: string,
    private readonly home: LineHome,
    private readonly onEmpty: () => void,
  ) {}

  /**
   * The session, when it is the caller's turn.
   * @throws ConversationBusy, SessionNotFound, SessionExpired, SessionGone; what the store throws; the reason of the signal
   */
  async enter(options: WaiterOptions): Promise<HeldSession> {
    const isTaken = this.holder !== null || this.waiters.size > 0;
    const isFull = this.waiters.size >= this.home.terms.maxWaiters;
    if (isTaken && (options.onBusy === 'reject' || isFull)) throw conversationBusy();
    const waiter = new LineWaiter(options, this.leave);
    this.waiters.set(waiter.id, waiter);
    void this.ask([waiter]).then(() => this.watch());
    return waiter.held;
  }

  /** Looks again and again until nobody waits. */
  private async watch(): Promise<void> {
    if (this.isWatched) return;
    this.isWatched = true;
    while (this.waiters.size > 0) {
      await this.pace.pause(this.holder !== null);
      await this.look();
    }
    this.isWatched = false;
  }

  private async look(): Promise<void> {
    const asking = [...this.waiters.values()].filter(standsInLine);
    if (asking.length === 0) return;
    const answer = await this.ask(asking);
    if (answer?.status === 'held' && answer.ahead !== undefined) this.pace.told(answer.ahead, answer.remainingMs);
  }

  /** Asks the store for the lease; never throws. */
  private async ask(asking: readonly LineWaiter[]): Promise<AcquireResult | undefined> {
    const { store, clock, terms } = this.home;
    if (!terms.locking) this.holdLocally(() => true);
    // While this process has the session without a lease, the store must not give it to another of its own.
    if (this.holder?.grant === null) return undefined;
    const since = clock.now();
    const waiters = asking.filter(standsInLine).map(({ id }) => id);
    try {
      const answer = await store.acquire(this.sessionId, { leaseMs: terms.leaseMs, waiters });
      this.hear(answer, since, asking);
      return answer;
    } catch (error) {
      this.hearFailure(error, this.waiting(asking));
      return undefined;
    }
  }

  private hear(answer: AcquireResult, since: number, asking: readonly LineWaiter[]): void {
    const waiting = this.waiting(asking);
    if (answer.status === 'applied') {
      const rejecting = waiting.find((waiter) => !standsInLine(waiter));
      this.take(answer.grant, since, this.waiters.get(answer.grant.nonce) ?? rejecting);
    } else if (answer.status !== 'held') this.refuse(waiting, missingSession(answer));
    else if (answer.ahead === undefined) this.refuse(waiting, conversationBusy());
    else this.countTry(waiting);
  }

  private take(grant: LeaseGrant, since: number, waiter: LineWaiter | undefined): void {
    if (this.holder?.grant?.nonce === grant.nonce) return;
    if (!waiter || this.holder) {
      // Its waiter gave up, or the one who has the session here doesn't know yet that it lost it.
      this.home.store.release(grant).catch(() => undefined);
      return;
    }
    const { store, clock, terms } = this.home;
    const { outlivesStore } = waiter.options;
    this.serve(waiter, new LeaseKeeper(grant, since, terms, { store, clock, onEnd: this.next, outlivesStore }));
  }

  /** While the store is away, those who may hold the session locally do so one after the other. */
  private hearFailure(error: unknown, waiting: readonly LineWaiter[]): void {
    const isAway = isStoreAway(error);
    if (isAway) this.holdLocally(({ options }) => options.outlivesStore);
    const gone = isAway && this.holder ? waiting.filter((waiter) => !standsInLine(waiter)) : waiting;
    this.refuse(this.waiting(gone), error);
    // Perhaps it was one of those that the store gave the lease.
    if (error instanceof OutcomeUnknown) this.leaveStore(waiting.filter(({ id }) => !this.waiters.has(id)));
  }

  /** Serves the first who may be, unless somebody here has the session. */
  private holdLocally(mayBe: (waiter: LineWaiter) => boolean): void {
    const waiter = [...this.waiters.values()].find(mayBe);
    if (waiter && !this.holder) this.serve(waiter, new LocalHold(this.next));
  }

  private serve(waiter: LineWaiter, hold: HeldSession): void {
    this.waiters.delete(waiter.id);
    this.holder = hold;
    waiter.serve(hold);
  }

  /** Gives up one who came first here and was told often enough that somebody elsewhere has the session. */
  private countTry(waiting: readonly LineWaiter[]): void {
    const first = waiting.find(({ id }) => id === this.waiters.keys().next().value);
    if (!first || this.holder || this.home.terms.maxAttempts === null) return;
    first.tries += 1;
    if (first.tries < this.home.terms.maxAttempts) return;
    this.refuse([first], conversationBusy());
    this.leaveStore([first]);
  }

  private refuse(waiters: readonly LineWaiter[], error: unknown): void {
    for (const waiter of waiters) {
      this.waiters.delete(waiter.id);
      waiter.refuse(error);
    }
    this.endIfEmpty();
  }

  /** Those who are neither served nor refused yet. */
  private waiting(asked: readonly LineWaiter[]): LineWaiter[] {
    return asked.filter(({ id }) => this.waiters.has(id));
  }

  /** The hold is over. */
  private readonly next = (): void => {
    this.holder = null;
    this.pace.wake();
    this.endIfEmpty();
  };

  private readonly leave = (waiter: LineWaiter): void => {
    this.waiters.delete(waiter.id);
    if (standsInLine(waiter)) this.leaveStore([waiter]);
    this.endIfEmpty();
  };

  /** Best effort: a place without signs of life lapses by itself. */
  private leaveStore(waiters: readonly LineWaiter[]): void {
    if (!this.home.terms.locking || waiters.length === 0) return;
    const ids = waiters.map(({ id }) => id);
    this.home.store.leaveLine(this.sessionId, ids).catch(() => undefined);
  }

  private endIfEmpty(): void {
    if (this.holder || this.waiters.size > 0) return;
    this.pace.wake();
    this.onEmpty();
  }
}

function standsInLine({ options }: LineWaiter): boolean {
  return options.onBusy === 'queue';
}
