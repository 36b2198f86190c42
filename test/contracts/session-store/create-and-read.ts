import { describe, expect, it } from '@jest/globals';
import { newSessionId } from '../../../src/session/session-id.js';
import { StoreUnavailable } from '../../../src/session/session.errors.js';
import { ABSOLUTE_MS, everyWrite, IDLE_MS, type SessionStoreHarness, useFixture } from './harness.js';

const MALFORMED_IDS = [
  '',
  'a'.repeat(129),
  'a b',
  'a/b',
  '*',
  '{a}',
  'a\n',
  'a\0b',
  'é',
  '\ud800',
  'x'.repeat(1_000_000),
];

export function createAndReadContract(harness: SessionStoreHarness): void {
  describe('create and read', () => {
    const on = useFixture(harness);

    it('creates with version 1 and every default', async () => {
      const created = await on.session({ sessionId: 'visitor:1' });
      const { createdAt, incarnation } = created;
      expect(created).toEqual({
        sessionId: 'visitor:1',
        userId: null,
        threadId: 'thr_1',
        messageCount: 0,
        escalated: false,
        metadata: {},
        requestId: null,
        fingerprintHash: null,
        createdAt,
        updatedAt: createdAt,
        lastActivity: createdAt,
        version: 1,
        changeSeq: 1,
        expiresAt: createdAt + IDLE_MS,
        absoluteExpiresAt: createdAt + ABSOLUTE_MS,
        idleMs: IDLE_MS,
        incarnation,
        counters: {},
      });
      expect(incarnation.length).toBeGreaterThanOrEqual(16);
    });

    it('reads what was created', async () => {
      const created = await on.session({
        userId: 'u1',
        escalated: true,
        requestId: 'req_1',
        fingerprintHash: 'abc',
        metadata: { plan: 'pro' },
        counters: { messageCount: 7, ratings: 2 },
      });
      expect(await on.read(created.sessionId)).toEqual(created);
      expect(created).toMatchObject({ userId: 'u1', messageCount: 7, counters: { messageCount: 7, ratings: 2 } });
    });

    it('answers not_found for an unknown session', async () => {
      expect(await on.store.get('nobody')).toEqual({ status: 'not_found', deleted: false });
      expect(await on.store.exists('nobody')).toBe(false);
    });

    it('knows that a session exists', async () => {
      const { sessionId } = await on.session();
      expect(await on.store.exists(sessionId)).toBe(true);
    });

    it('reads bounded like plainly, with an age within the bound', async () => {
      const session = await on.session();
      const bounded = await on.store.getBounded(session.sessionId, 1000);
      expect(bounded).toMatchObject({ status: 'found', session });
      expect(bounded.status === 'found' && bounded.ageMs <= 1000).toBe(true);
      await expect(on.store.getBounded(session.sessionId, 1001)).rejects.toMatchObject({ code: 'validation_failed' });
    });

    it('keeps the creation time of a conversation that is rebuilt, and counts both deadlines from now', async () => {
      const { createdAt: now } = await on.session();
      const rebuilt = await on.session({ createdAt: now - 9 * ABSOLUTE_MS });
      expect(rebuilt).toMatchObject({ createdAt: now - 9 * ABSOLUTE_MS, absoluteExpiresAt: now + ABSOLUTE_MS });
      expect(await on.session({ createdAt: now + 5000 })).toMatchObject({ createdAt: now });
    });

    it('refuses to create what is alive, and changes nothing', async () => {
      const { sessionId, incarnation } = await on.session({ userId: 'first' });
      const again = await on.store.create({ sessionId, threadId: 'thr_2', userId: 'second' });
      expect(again).toEqual({ status: 'conflict', version: 1, incarnation });
      expect(await on.read(sessionId)).toMatchObject({ userId: 'first', threadId: 'thr_1' });
    });

    it('answers a repeated create with the session', async () => {
      const init = { sessionId: newSessionId(), threadId: 'thr_1' };
      const first = await on.store.create(init, { opId: 'op-1' });
      const second = await on.store.create(init, { opId: 'op-1' });
      expect(first.status).toBe('applied');
      expect(second).toEqual({ ...first, status: 'replayed' });
      expect((await on.store.create(init, { opId: 'op-2' })).status).toBe('conflict');
    });

    it('seals nothing anew that is sealed with the first key, or not at all', async () => {
      const session = await on.session({ metadata: { a: 1 } });
      expect(await on.store.reseal(session.sessionId)).toEqual({ status: 'current' });
      expect(await on.store.reseal('nobody')).toEqual({ status: 'not_found', deleted: false });
      expect(await on.read(session.sessionId)).toEqual(session);
    });

    it.each(MALFORMED_IDS.map((id) => [JSON.stringify(id.slice(0, 12)), id]))(
      'refuses the malformed id %s everywhere',
      async (_, id) => {
        const { store } = on;
        const calls = {
          ...everyWrite(store, id),
          create: () => store.create({ sessionId: id, threadId: 't' }),
          get: () => store.get(id),
          getBounded: () => store.getBounded(id, 1),
          exists: () => store.exists(id),
          delete: () => store.delete(id),
          acquire: () => store.acquire(id, { leaseMs: 1 }),
          leaveLine: () => store.leaveLine(id, ['w']),
          reseal: () => store.reseal(id),
        };
        for (const call of Object.values(calls)) {
          await expect(call()).rejects.toMatchObject({ code: 'validation_failed', problems: [{ field: 'sessionId' }] });
        }
      },
    );
  });

  describe('end of life', () => {
    const on = useFixture(harness);

    it('answers a ping and counts what happened', async () => {
      expect((await on.store.ping()).roundTripMs).toBeGreaterThanOrEqual(0);
      const before = await on.store.getStats();
      const { sessionId } = await on.session();
      await on.session();
      await on.store.get(sessionId);
      await on.store.get('nobody');
      await on.store.delete(sessionId);
      await on.advance(IDLE_MS);
      await on.store.cleanupExpired();
      const after = await on.store.getStats();
      expect(before).toMatchObject({ activeSessions: 0, creates: 0, deletes: 0, hits: 0, misses: 0, expirations: 0 });
      expect(after).toMatchObject({ activeSessions: 0, creates: 2, deletes: 1, hits: 1, misses: 1, expirations: 1 });
      expect(after.uptimeMs).toBeGreaterThanOrEqual(before.uptimeMs + IDLE_MS);
    });

    it('closes more than once, and refuses every later call', async () => {
      const { sessionId } = await on.session();
      const grant = await on.lease(sessionId);
      await on.store.close();
      await on.store.close();
      const { store } = on;
      const calls = [
        ...Object.values(everyWrite(store, sessionId)),
        () => store.create({ sessionId: newSessionId(), threadId: 't' }),
        () => store.get(sessionId),
        () => store.getBounded(sessionId, 1),
        () => store.exists(sessionId),
        () => store.delete(sessionId),
        () => store.listActive({ limit: 1 }),
        () => store.countActive(),
        () => store.cleanupExpired(),
        () => store.acquire(sessionId, { leaseMs: 1 }),
        () => store.leaveLine(sessionId, ['w']),
        () => store.extend(grant, 1),
        () => store.release(grant),
        () => store.reseal(sessionId),
        () => store.open(),
        () => store.getStats(),
        () => store.ping(),
      ];
      for (const call of calls) await expect(call()).rejects.toThrow(StoreUnavailable);
    });
  });
}
