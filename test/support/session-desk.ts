import { type Clock, SystemClock } from '../../src/common/clock.js';
import { MemorySessionStore } from '../../src/session/memory-session-store.js';
import { SessionLeases, type SessionLeasesOptions } from '../../src/session/session-lease.js';
import { onCleanUp } from './clean-up.js';

/** The one session of a SessionDesk. */
export const SESSION_ID = 'session-1';

/** A store with one session, and two processes over it. */
export interface SessionDesk {
  readonly store: MemorySessionStore;
  readonly leases: SessionLeases;
  readonly elsewhere: SessionLeases;
}

/** Opens a SessionDesk; its store is closed at the end of the test file. */
export async function sessionDesk(
  options: Partial<SessionLeasesOptions> = {},
  clock: Clock = new SystemClock(),
): Promise<SessionDesk> {
  const store = new MemorySessionStore({ idleTimeoutMs: 1e6, absoluteTimeoutMs: 1e7, maxSessions: 10 }, clock);
  onCleanUp(() => store.close());
  await store.create({ sessionId: SESSION_ID, threadId: 'thr_1' });
  const terms = { leaseMs: 15_000, maxHoldMs: 120_000, maxWaiters: 1000, ...options };
  return { store, leases: new SessionLeases(store, clock, terms), elsewhere: new SessionLeases(store, clock, terms) };
}
