import { setTimeout as sleep } from 'node:timers/promises';
import { type Clock } from '../common/clock.js';
import { type HeldSession, LeaseKeeper, type LeaseTerms, LocalHold } from './held-session.js';
import { isStoreAway, missingSession } from './session.errors.js';
import { parseSessionId } from './session-id.js';
import { conversationBusy, SessionQueue } from './session-queue.js';
import { type LeaseGrant } from './session-results.js';
import { type SessionStore } from './session-store.js';

/** Pause between two tries for a lease that another process holds, in ms: the first plus up to the second at random. */
const RETRY_LEAST_MS = 20;
const RETRY_SPREAD_MS = 80;

export interface HoldOptions {
  /** When somebody else holds the session: stand in line, or throw ConversationBusy at once. */
  readonly onBusy: 'queue' | 'reject';
  /** Ends the wait (not the hold); its reason is thrown. */
  readonly signal?: AbortSignal;
  /** Longest wait in ms, the line here and other processes together. Default: the longest hold. */
  readonly waitMs?: number;
  /**
   * When the store is out of reach: throw its error (default), or hold the session in this process alone, for work that something else
   * makes safe. A hold of the second kind also outlives a store that goes away later.
   */
  readonly whenAway?: 'throw' | 'hold_locally';
}

export interface SessionLeasesOptions extends LeaseTerms {
  /** Callers of one session that may stand in line in this process. */
  readonly maxWaiters: number;
  /** False: no leases are taken, so that every hold is local to its process. Default true. */
  readonly locking?: boolean;
  /** Tries for a lease that another process holds before ConversationBusy. Default: until the wait is over. */
  readonly maxAttempts?: number | null;
}

/**
 * One holder per session over all processes: first come, first served inside this process, then the store's lease between
 * processes. A hold keeps order and saves work; what makes it safe is the grant that guarded writes present.
 */
export class SessionLeases {
  private readonly queue: SessionQueue;

  constructor(
    private readonly store: SessionStore,
    private readonly clock: Clock,
    private readonly options: SessionLeasesOptions,
  ) {
    this.queue = new SessionQueue(options.maxWaiters);
  }

  /**
   * Runs `work` while the session is held, and gives it back whatever happens.
   * @throws what `hold` and `work` throw
   */
  async withSession<T>(
    sessionId: string,
    options: HoldOptions,
    work: (held: Pick<HeldSession, 'grant' | 'signal'>) => Promise<T>,
  ): Promise<T> {
    const held = await this.hold(sessionId, options);
    try {
      return await work(held);
    } finally {
      await held.release();
    }
  }

  /**
   * Takes hold of the session; the caller must `release` in a `finally`.
   * @throws ConversationBusy when rejected, when the line is full or after `waitMs`; SessionNotFound, SessionExpired or SessionGone when
   *   there is no session to hold; what the store throws; the reason of `signal`
   */
  async hold(sessionId: string, options: HoldOptions): Promise<HeldSession> {
    parseSessionId(sessionId);
    const waitMs = options.waitMs ?? this.options.maxHoldMs;
    const deadline = this.clock.now() + waitMs;
    await this.queue.enter(sessionId, { ...options, waitMs });
    const leave = (): void => {
      this.queue.leave(sessionId);
    };
    const outlivesStore = options.whenAway === 'hold_locally';
    try {
      if (this.options.locking === false) return new LocalHold(leave);
      const { grant, since } = await this.acquire(sessionId, options, deadline);
      const home = { store: this.store, clock: this.clock, onEnd: leave, outlivesStore };
      return new LeaseKeeper(grant, since, this.options, home);
    } catch (error) {
      if (outlivesStore && isStoreAway(error)) return new LocalHold(leave);
      leave();
      throw error;
    }
  }

  private async acquire(
    sessionId: string,
    { onBusy, signal }: HoldOptions,
    deadline: number,
  ): Promise<{ grant: LeaseGrant; since: number }> {
    const { maxAttempts } = this.options;
    for (let attempt = 1; ; attempt += 1) {
      signal?.throwIfAborted();
      const since = this.clock.now();
      const result = await this.store.acquire(sessionId, { leaseMs: this.options.leaseMs });
      if (result.status === 'applied') return { grant: result.grant, since };
      if (result.status !== 'held') throw missingSession(result);
      const pauseMs = RETRY_LEAST_MS + Math.random() * RETRY_SPREAD_MS;
      const lastTry = attempt === maxAttempts || this.clock.now() + pauseMs > deadline;
      if (onBusy === 'reject' || lastTry) throw conversationBusy();
      await pause(Math.min(pauseMs, result.remainingMs), signal);
    }
  }
}

/** Sleeps; a signal that fires ends it early, and the caller's next look at the signal throws its reason. */
async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await sleep(ms, undefined, { signal }).catch((error: unknown) => {
    if (!signal?.aborted) throw error;
  });
}
