import { Inject } from '@nestjs/common';
import { type SessionData, type SessionInit, type SessionPatch } from './session-data.js';
import {
  type AcquireResult,
  type BoundedLookup,
  type CleanupResult,
  type CreateResult,
  type DeleteResult,
  type LeaseGrant,
  type Missing,
  type SessionLookup,
  type SessionPage,
  type SessionStoreStats,
  type WriteResult,
} from './session-results.js';

/** What may accompany a write. */
export interface WriteOptions {
  /**
   * Name of this logical operation within its session (1..128 of A-Z a-z 0-9 . _ : -). Sent again within OP_WINDOW_MS it
   * changes nothing and is answered with the first answer, `replayed`. Only applied writes are remembered, not refusals.
   */
  readonly opId?: string;
  /** Refuse with `conflict` unless the session still has this version (and is this incarnation, when given). */
  readonly ifVersion?: { readonly version: number; readonly incarnation?: string };
  /** Refuse with `fenced` unless this is the latest grant of the session's lease. */
  readonly grant?: LeaseGrant;
  /** Count this write as activity of the customer: slides the idle time as `touch` does. Default false. */
  readonly touch?: boolean;
}

export interface MutateOptions extends WriteOptions {
  /** Rounds of read, compute, compare-and-set before `conflict` is answered. Default 16. */
  readonly maxAttempts?: number;
}

export interface AcquireOptions {
  readonly leaseMs: number;
  /** Ids of 1..128 of A-Z a-z 0-9 . _ : -, at most MAX_LINE. None: take the lease at once or not at all, and never before those who wait. */
  readonly waiters?: readonly string[];
}

/**
 * Live session state, shared by everything that serves one desk.
 *
 * Atomicity: each operation is one step; nobody sees half of it, and a refused one changed nothing. Refusals are checked in this
 * order: shape, value size and depth; existence; expiry; replay; op window; `ifVersion`; `grant`; session limits; overflow.
 * Time: idle (sliding) and absolute, decided by the store's own clock. At `expiresAt` the session is expired for every operation,
 * cleaned up or not. Reads, listings and plain updates never slide it.
 * Answers: what a correct caller can meet is a status. Thrown are ValidationFailed (malformed id, patch, op-id, cursor or bound: the
 * caller's mistake), StoreUnavailable (surely not applied: out of reach or closed), OutcomeUnknown (a change whose answer was lost) and
 * what an operator must see to: StoreFull, StoreMisconfigured, SessionCorrupt, KeyUnknown, SchemaTooNew.
 * Not promised: that a session survives (it may be evicted or lost and is then `not_found`: rebuild it from its conversation);
 * any order between writers that hold no lease; that a deletion is remembered beyond TOMBSTONE_MS.
 */
export interface SessionStore {
  /**
   * Connects and checks that the store may be used; call it once, before anything else. Resolves also when the store is out of reach:
   * it goes on trying by itself, and every call meanwhile throws StoreUnavailable.
   * @throws StoreMisconfigured when it was reached and must not be used as it is
   */
  open(): Promise<void>;

  /**
   * Creates the session; version and changeSeq are 1. Replaces one that has expired. The same `opId` again is `replayed` with the
   * session as it is now.
   * @throws StoreFull when there is no room and nothing may be evicted
   */
  create(init: SessionInit, options?: Pick<WriteOptions, 'opId'>): Promise<CreateResult>;

  /** The session as of now. Writes nothing that others could see. */
  get(sessionId: string): Promise<SessionLookup>;

  /** The session as of at most `maxStalenessMs` (0..1000) ago; may save a round trip. Never base a security decision on it. */
  getBounded(sessionId: string, maxStalenessMs: number): Promise<BoundedLookup>;

  /** Applies a patch to an existing session; never creates one. An empty patch is `applied` and leaves the version alone. */
  update(sessionId: string, patch: SessionPatch, options?: WriteOptions): Promise<WriteResult>;

  /**
   * Read, compute, compare-and-set: `compute` gets the latest session and answers a patch, or null to write nothing (`applied`). It
   * must be pure: it runs again when somebody else wrote in between, up to `maxAttempts` times, then the answer is `conflict`.
   */
  mutate(
    sessionId: string,
    compute: (session: SessionData) => SessionPatch | null,
    options?: MutateOptions,
  ): Promise<WriteResult>;

  /** Moves one counter by `by` (an integer, default 1). Exact under any concurrency; exact under retries when `opId` is given. */
  incrementCounter(sessionId: string, name: string, by?: number, options?: WriteOptions): Promise<WriteResult>;

  /** Activity of the customer: `expiresAt` = now + idle time, not beyond the absolute end, and never earlier than it was. */
  touch(sessionId: string): Promise<WriteResult>;

  /** Sets the idle time (1 ms..MAX_TTL_MS) and restarts it now; the only operation that may bring `expiresAt` forward. */
  setTtl(sessionId: string, idleMs: number, options?: WriteOptions): Promise<WriteResult>;

  /**
   * Ends the session and leaves a tombstone, also when the store doesn't know it, so that no late write or rebuild brings it back for
   * TOMBSTONE_MS. Needs no lease and ends one that is held.
   */
  delete(sessionId: string, options?: Pick<WriteOptions, 'opId'>): Promise<DeleteResult>;

  exists(sessionId: string): Promise<boolean>;

  /**
   * A page of live sessions, 1..MAX_PAGE, in order of creation. Sessions that live through the whole walk come exactly once whatever
   * else is created or deleted meanwhile. The cursor is opaque and belongs to this store.
   */
  listActive(query: { readonly limit: number; readonly cursor?: string | null }): Promise<SessionPage>;

  /** Live sessions now; does not walk them. */
  countActive(): Promise<number>;

  /**
   * Removes up to `limit` (default 500) expired sessions, oldest expiry first. `onExpire` gets each one before its removal, from one
   * clean-up at a time: exactly once, unless it throws or the process dies in it. A session created again before that is not offered.
   */
  cleanupExpired(options?: {
    readonly limit?: number;
    readonly onExpire?: (session: SessionData) => Promise<void>;
  }): Promise<CleanupResult>;

  /**
   * Takes the session's lease for `leaseMs` (1..MAX_TTL_MS) if nobody holds it and nobody else is next in line, under a higher fence and
   * a new nonce. Doesn't wait.
   *
   * `waiters` are the caller's own, in their order: each keeps its place in the session's line, or gets one at its end. It is the
   * one of them at the head of the line that takes a free lease, and its id becomes the grant's nonce; so an id must be random, unguessable
   * and never used again. One that already has the lease is answered with its grant. A waiter not named for LINE_SILENCE_MS has lost its
   * place. The line ends with its session.
   */
  acquire(sessionId: string, options: AcquireOptions): Promise<AcquireResult>;

  /** Takes waiters out of the line; the lease of one that was given it ends. Nothing where there is no such waiter or session. */
  leaveLine(sessionId: string, waiters: readonly string[]): Promise<void>;

  /** Restarts the lease with `leaseMs` from now. False: it is lost (ran out, was taken over, its session is gone); it never comes back. */
  extend(grant: LeaseGrant, leaseMs: number): Promise<boolean>;

  /**
   * Ends the lease. False: it was lost already. The grant still passes guarded writes until somebody else acquires. Released once more,
   * or after its waiter has left the line, a grant may be answered either way: a store that lost an answer can't tell its own repeat from
   * the caller's.
   */
  release(grant: LeaseGrant): Promise<boolean>;

  /**
   * Seals the session's values anew when another key than the first one sealed any of them. Changes nothing that a reader sees.
   * `current`: there was nothing to do.
   */
  reseal(sessionId: string): Promise<{ readonly status: 'resealed' | 'current' } | Missing>;

  getStats(): Promise<SessionStoreStats>;

  /** Asks the store for a sign of life. */
  ping(): Promise<{ readonly roundTripMs: number }>;

  /** Lets go of everything; idempotent. Every later call, except `close`, throws StoreUnavailable. */
  close(): Promise<void>;
}

/** Provider token of the one SessionStore of the process. */
export const SESSION_STORE = Symbol('SESSION_STORE');

/** Injects the SessionStore. */
export const InjectSessionStore = (): ParameterDecorator => Inject(SESSION_STORE);
