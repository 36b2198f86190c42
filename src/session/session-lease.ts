import { type Clock } from '../common/clock.js';
import { type HeldSession, type LeaseTerms } from './held-session.js';
import { parseSessionId } from './session-id.js';
import { type LineHome, SessionLine } from './session-line.js';
import { MAX_LINE } from './session-limits.js';
import { type SessionStore } from './session-store.js';

export interface HoldOptions {
  /** When somebody else holds the session or waits for it: stand in line, or throw ConversationBusy at once. */
  readonly onBusy: 'queue' | 'reject';
  /** Ends the wait (not the hold); its reason is thrown. */
  readonly signal?: AbortSignal;
  /** Longest wait in ms. Default: the longest hold. */
  readonly waitMs?: number;
  /**
   * When the store is out of reach: throw its error (default), or hold the session in this process alone, for work that something else
   * makes safe. A hold of the second kind also outlives a store that goes away later.
   */
  readonly whenAway?: 'throw' | 'hold_locally';
}

export interface SessionLeasesOptions extends LeaseTerms {
  /** Callers of one session that may stand in line in this process; of all processes together MAX_LINE may. */
  readonly maxWaiters: number;
  /** False: no leases are taken, so that every hold is local to its process. Default true. */
  readonly locking?: boolean;
  /** Looks that find the session with another process before ConversationBusy, once first in line here. Default: until the wait is over. */
  readonly maxAttempts?: number | null;
}

/**
 * One holder per session over all processes, and one line: who came first anywhere is served first. A hold keeps order and saves work;
 * what makes it safe is the grant that guarded writes present. Within a process a session has one holder also while the store is away.
 */
export class SessionLeases {
  /** Of the sessions that somebody here holds or waits for. */
  private readonly lines = new Map<string, SessionLine>();
  private readonly home: LineHome;
  private readonly maxHoldMs: number;

  constructor(store: SessionStore, clock: Clock, options: SessionLeasesOptions) {
    const { locking = true, maxAttempts = null } = options;
    const maxWaiters = Math.min(options.maxWaiters, MAX_LINE);
    this.home = { store, clock, terms: { ...options, maxWaiters, locking, maxAttempts } };
    this.maxHoldMs = options.maxHoldMs;
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
    const { onBusy, signal, waitMs = this.maxHoldMs, whenAway } = options;
    signal?.throwIfAborted();
    return this.lineOf(sessionId).enter({ onBusy, signal, waitMs, outlivesStore: whenAway === 'hold_locally' });
  }

  private lineOf(sessionId: string): SessionLine {
    let line = this.lines.get(sessionId);
    if (!line) {
      line = new SessionLine(sessionId, this.home, () => this.lines.delete(sessionId));
      this.lines.set(sessionId, line);
    }
    return line;
  }
}
