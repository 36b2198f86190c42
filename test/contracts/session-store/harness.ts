import { afterEach, beforeEach } from '@jest/globals';
import { type SessionData, type SessionInit } from '../../../src/session/session-data.js';
import { newSessionId } from '../../../src/session/session-id.js';
import { type LeaseGrant, type SessionLookup, type WriteResult } from '../../../src/session/session-results.js';
import { type SessionStore } from '../../../src/session/session-store.js';

/** What a kind of store must offer to be put through the contract. */
export interface SessionStoreHarness {
  /** A fresh, empty store with these defaults. The contract closes it. */
  create(options: { readonly idleTimeoutMs: number; readonly absoluteTimeoutMs: number }): Promise<SessionStore>;
  /** Moves the store's clock forward. */
  advance(ms: number): Promise<void> | void;
  /** Histories of the model run, for a store that takes its time over each; 300 unless given. */
  readonly modelRuns?: number;
}

export const MINUTE = 60_000;
export const IDLE_MS = 30 * MINUTE;
export const ABSOLUTE_MS = 120 * MINUTE;

/** The store of the running test. */
export interface Fixture {
  store: SessionStore;
  advance(ms: number): Promise<void>;
  /** A session that was just created. */
  session(init?: Partial<SessionInit>): Promise<SessionData>;
  /** The session as it is now; fails when it isn't there. */
  read(sessionId: string): Promise<SessionData>;
  /** A grant of the session's lease, free before. */
  lease(sessionId: string, leaseMs?: number): Promise<LeaseGrant>;
}

/** A fresh store before each test of the block, closed after it. */
export function useFixture(harness: SessionStoreHarness): Fixture {
  const fixture: Partial<Fixture> = {};
  beforeEach(async () => {
    const store = await harness.create({ idleTimeoutMs: IDLE_MS, absoluteTimeoutMs: ABSOLUTE_MS });
    Object.assign(fixture, fixtureOf(store, harness));
  });
  afterEach(async () => {
    await fixture.store?.close();
  });
  return fixture as Fixture;
}

function fixtureOf(store: SessionStore, harness: SessionStoreHarness): Fixture {
  return {
    store,
    advance: async (ms) => {
      await harness.advance(ms);
    },
    session: async (init) => {
      const created = await store.create({ sessionId: newSessionId(), threadId: 'thr_1', ...init });
      if (!('session' in created)) throw new Error(`create answered ${JSON.stringify(created)}`);
      return created.session;
    },
    read: async (sessionId) => sessionIn(await store.get(sessionId)),
    lease: async (sessionId, leaseMs = 15_000) => {
      const acquired = await store.acquire(sessionId, { leaseMs });
      if (acquired.status !== 'applied') throw new Error(`acquire answered ${acquired.status}`);
      return acquired.grant;
    },
  };
}

function sessionIn(lookup: SessionLookup): SessionData {
  if (lookup.status !== 'found') throw new Error(`get answered ${JSON.stringify(lookup)}`);
  return lookup.session;
}

/** Every write of the port, each with the arguments of a caller who means no harm. */
export function everyWrite(store: SessionStore, sessionId: string): Record<string, () => Promise<WriteResult>> {
  return {
    update: () => store.update(sessionId, { metadata: { late: true } }),
    mutate: () => store.mutate(sessionId, () => ({ escalated: true })),
    incrementCounter: () => store.incrementCounter(sessionId, 'messageCount'),
    touch: () => store.touch(sessionId),
    setTtl: () => store.setTtl(sessionId, MINUTE),
  };
}
