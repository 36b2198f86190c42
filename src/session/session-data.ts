import { type JsonValue } from './json-value.js';

/**
 * A session as the store hands it out: a frozen snapshot of one moment, never a live object. Times are milliseconds since the
 * epoch by the store's clock.
 */
export interface SessionData {
  readonly sessionId: string;
  readonly userId: string | null;
  readonly threadId: string;
  /** The counter `messageCount`; 0 until it is counted. */
  readonly messageCount: number;
  readonly escalated: boolean;
  readonly metadata: Readonly<Record<string, JsonValue>>;
  /** The request that wrote last, if it said so. */
  readonly requestId: string | null;
  readonly fingerprintHash: string | null;
  readonly createdAt: number;
  /** Last change of any kind but a mere touch. */
  readonly updatedAt: number;
  /** Last activity of the customer: the start of the idle time. */
  readonly lastActivity: number;
  /** Starts at 1, grows by 1 with each change of fields or metadata; counters and touches leave it alone. */
  readonly version: number;
  /** Starts at 1, grows with every change whatsoever. */
  readonly changeSeq: number;
  /** When the session expires unless the customer is active again; never later than `absoluteExpiresAt`. */
  readonly expiresAt: number;
  readonly absoluteExpiresAt: number;
  /** Idle time allowed, in ms. */
  readonly idleMs: number;
  /** Random name of this life of the session. A session that was evicted or expired and created again has another. */
  readonly incarnation: string;
  readonly counters: Readonly<Record<string, number>>;
}

/** The values that `SessionPatch` replaces one by one; the rest of a session is the store's own. */
interface SessionFields {
  readonly userId?: string | null;
  readonly threadId?: string;
  readonly escalated?: boolean;
  readonly requestId?: string | null;
  readonly fingerprintHash?: string | null;
  /** Per key: a value replaces the old one whole, `null` removes the key, other keys stay. */
  readonly metadata?: Readonly<Record<string, JsonValue>>;
  /** Counters set to a value, for projecting an authoritative count; present a lease grant with it. */
  readonly counters?: Readonly<Record<string, number>>;
}

/** What to change. Absent and `undefined` mean "leave". All of it happens in one step or not at all. */
export interface SessionPatch extends SessionFields {
  /** Counters moved by a delta (may be negative); a counter that isn't there starts at 0. */
  readonly increments?: Readonly<Record<string, number>>;
}

/** A new session, or one rebuilt from its conversation. */
export interface SessionInit extends SessionFields {
  readonly sessionId: string;
  readonly threadId: string;
  /** When the conversation began (ms since the epoch; the future counts as now), if this is a rebuild. Decides the place in listings only. */
  readonly createdAt?: number;
  /** Idle time allowed in ms; the store's default without it. */
  readonly idleMs?: number;
  /** Life time from now in ms whatever the activity; the store's default without it. */
  readonly absoluteMs?: number;
}
