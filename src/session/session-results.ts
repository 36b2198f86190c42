import { type SessionData } from './session-data.js';
import { type SessionLimit } from './session-limits.js';

/**
 * The session isn't there. `deleted` tells 410 from 404: true while the tombstone of a deletion stands (TOMBSTONE_MS).
 * `expired`: it ran out of time and has not been cleaned up yet; after that it is `not_found`.
 */
export type Missing = { readonly status: 'not_found'; readonly deleted: boolean } | { readonly status: 'expired' };

/** Answer of a read. */
export type SessionLookup = { readonly status: 'found'; readonly session: SessionData } | Missing;

/** Answer of a read that may be stale: `ageMs` bounds how long ago the snapshot was surely current. */
export type BoundedLookup =
  { readonly status: 'found'; readonly session: SessionData; readonly ageMs: number } | Missing;

/** The write happened: now, or (`replayed`) when the same op-id was first sent; then this is the answer given at that time. */
export interface Applied {
  readonly status: 'applied' | 'replayed';
  readonly version: number;
  readonly changeSeq: number;
  readonly expiresAt: number;
  /** The new values of the counters this write named. */
  readonly counters: Readonly<Record<string, number>>;
}

/** Somebody else changed the session first, or it exists already; `version` and `incarnation` are the current ones. */
interface Conflict {
  readonly status: 'conflict';
  readonly version: number;
  readonly incarnation: string;
}

/** A bound would be broken; nothing changed. */
export interface LimitExceeded {
  readonly status: 'limit';
  readonly limit: SessionLimit;
}

/** Nothing changed. `fenced`: the presented grant isn't the latest. `overflow`: the counter would leave +-(2^53 - 1). */
export type Refused =
  | Missing
  | Conflict
  | LimitExceeded
  | { readonly status: 'fenced' }
  | { readonly status: 'overflow'; readonly counter: string };

export type WriteResult = Applied | Refused;

/** `conflict`: a session of that id is alive. `not_found` with `deleted`: the id was deleted a short while ago and stays so. */
export type CreateResult =
  | { readonly status: 'applied' | 'replayed'; readonly session: SessionData }
  | Conflict
  | LimitExceeded
  | { readonly status: 'not_found'; readonly deleted: true };

/** `not_found` and `expired` mean that no live session was there to delete; the tombstone stands all the same. */
export type DeleteResult = { readonly status: 'applied' | 'replayed' } | Missing;

/** Proof of one acquisition of a session's lease. Only the latest grant of a session passes its guarded writes. */
export interface LeaseGrant {
  readonly sessionId: string;
  /** Grows with each acquisition of one incarnation. Not unique by itself after a loss of data: the nonce makes it so. */
  readonly fence: number;
  /** Random, unguessable. */
  readonly nonce: string;
}

/**
 * `held`: somebody else has the lease for at most `remainingMs` more, unless extended; 0 when it is free, but for somebody who waits.
 * `ahead`: how many stand in line before the caller's first; absent when none of its waiters does, as it named none or the line is full.
 */
export type AcquireResult =
  | { readonly status: 'applied'; readonly grant: LeaseGrant }
  | { readonly status: 'held'; readonly remainingMs: number; readonly ahead?: number }
  | Missing;

/** One page in order of creation; `nextCursor` is null at the end. */
export interface SessionPage {
  readonly sessions: readonly SessionData[];
  readonly nextCursor: string | null;
}

/** What a clean-up did. `failures` are what `onExpire` threw; those sessions are offered again by a later clean-up. */
export interface CleanupResult {
  readonly removed: number;
  readonly failures: readonly unknown[];
}

/** Counts since the store was opened, except `activeSessions` (now). `details` carries what only one kind of store knows. */
export interface SessionStoreStats {
  readonly storeType: 'in_memory' | 'redis';
  readonly activeSessions: number;
  /** Null: bounded by nothing but memory. */
  readonly maxSessions: number | null;
  readonly creates: number;
  readonly deletes: number;
  readonly hits: number;
  readonly misses: number;
  readonly evictions: number;
  readonly expirations: number;
  readonly uptimeMs: number;
  readonly details: Readonly<Record<string, string | number | boolean>>;
}
