import { describe, expect, it } from '@jest/globals';
import { MAX_TTL_MS, TOMBSTONE_MS } from '../../../src/session/session-limits.js';
import { ABSOLUTE_MS, everyWrite, IDLE_MS, MINUTE, type SessionStoreHarness, useFixture } from './harness.js';

const EXPIRED = { status: 'expired' };

export function ttlContract(harness: SessionStoreHarness): void {
  describe('time to live', () => {
    const on = useFixture(harness);

    it('ends exactly when the idle time is over', async () => {
      const { sessionId } = await on.session();
      await on.advance(IDLE_MS - 1);
      expect(await on.store.exists(sessionId)).toBe(true);
      await on.advance(1);
      expect(await on.store.get(sessionId)).toEqual(EXPIRED);
    });

    it('hides what has expired from everything, before any clean-up', async () => {
      const { sessionId } = await on.session();
      await on.advance(IDLE_MS);
      expect(await on.store.get(sessionId)).toEqual(EXPIRED);
      expect(await on.store.getBounded(sessionId, 1000)).toEqual(EXPIRED);
      expect(await on.store.exists(sessionId)).toBe(false);
      expect(await on.store.countActive()).toBe(0);
      expect((await on.store.listActive({ limit: 10 })).sessions).toEqual([]);
      expect(await on.store.acquire(sessionId, { leaseMs: 1000 })).toEqual(EXPIRED);
      for (const write of Object.values(everyWrite(on.store, sessionId))) expect(await write()).toEqual(EXPIRED);
      expect(await on.store.get(sessionId)).toEqual(EXPIRED);
    });

    it('is slid by a touch, which changes nothing else', async () => {
      const before = await on.session();
      await on.advance(10 * MINUTE);
      const lastActivity = before.createdAt + 10 * MINUTE;
      const expiresAt = lastActivity + IDLE_MS;
      expect(await on.store.touch(before.sessionId)).toMatchObject({ status: 'applied', version: 1, expiresAt });
      expect(await on.read(before.sessionId)).toEqual({ ...before, lastActivity, expiresAt, changeSeq: 2 });
    });

    it('is not slid by reads, plain updates, counters or listings', async () => {
      const { sessionId } = await on.session();
      await on.advance(IDLE_MS - 1);
      await on.store.get(sessionId);
      await on.store.exists(sessionId);
      await on.store.listActive({ limit: 1 });
      await on.store.update(sessionId, { escalated: true });
      await on.store.incrementCounter(sessionId, 'messageCount');
      await on.advance(1);
      expect(await on.store.get(sessionId)).toEqual(EXPIRED);
    });

    it('ends at the absolute time however active the customer is', async () => {
      const { sessionId, createdAt } = await on.session();
      for (let at = 0; at + 20 * MINUTE < ABSOLUTE_MS; at += 20 * MINUTE) {
        await on.advance(20 * MINUTE);
        await on.store.touch(sessionId);
      }
      expect(await on.read(sessionId)).toMatchObject({ expiresAt: createdAt + ABSOLUTE_MS });
      await on.advance(20 * MINUTE - 1);
      expect(await on.store.exists(sessionId)).toBe(true);
      await on.advance(1);
      expect(await on.store.get(sessionId)).toEqual(EXPIRED);
    });

    it("keeps a session's own times through updates", async () => {
      const { sessionId, createdAt } = await on.session({ idleMs: MINUTE, absoluteMs: 3 * MINUTE });
      for (let i = 0; i < 5; i += 1) await on.store.update(sessionId, { metadata: { i } });
      expect(await on.read(sessionId)).toMatchObject({ idleMs: MINUTE, expiresAt: createdAt + MINUTE });
      await on.advance(MINUTE - 1);
      await on.store.update(sessionId, { requestId: 'r' }, { touch: true });
      expect(await on.read(sessionId)).toMatchObject({ expiresAt: createdAt + 2 * MINUTE - 1 });
      await on.advance(MINUTE - 1);
      await on.store.incrementCounter(sessionId, 'messageCount', 1, { touch: true });
      expect(await on.read(sessionId)).toMatchObject({ expiresAt: createdAt + 3 * MINUTE - 2 });
      await on.advance(MINUTE - 1);
      expect(await on.store.touch(sessionId)).toMatchObject({ expiresAt: createdAt + 3 * MINUTE });
    });

    it('can be set shorter and longer, never beyond the absolute end', async () => {
      const { sessionId, createdAt } = await on.session();
      const set = (ms: number): Promise<unknown> => on.store.setTtl(sessionId, ms);
      expect(await set(MINUTE)).toMatchObject({
        status: 'applied',
        version: 1,
        changeSeq: 2,
        expiresAt: createdAt + MINUTE,
      });
      expect(await set(60 * MINUTE)).toMatchObject({ expiresAt: createdAt + 60 * MINUTE });
      expect(await set(MAX_TTL_MS)).toMatchObject({ expiresAt: createdAt + ABSOLUTE_MS });
      expect(await on.read(sessionId)).toMatchObject({ idleMs: MAX_TTL_MS, lastActivity: createdAt });
      await set(2 * MINUTE);
      await on.advance(2 * MINUTE);
      expect(await on.store.get(sessionId)).toEqual(EXPIRED);
    });

    it.each([0, -1, 0.5, Number.NaN, MAX_TTL_MS + 1])('refuses %d ms', async (ms) => {
      const session = await on.session();
      const refused = { code: 'validation_failed' };
      await expect(on.store.setTtl(session.sessionId, ms)).rejects.toMatchObject(refused);
      await expect(on.session({ idleMs: ms })).rejects.toMatchObject(refused);
      await expect(on.session({ absoluteMs: ms })).rejects.toMatchObject(refused);
      await expect(on.store.acquire(session.sessionId, { leaseMs: ms })).rejects.toMatchObject(refused);
      expect(await on.read(session.sessionId)).toEqual(session);
    });

    it('lets an expired session be created again, as another incarnation with nothing left over', async () => {
      const old = await on.session({ userId: 'u', metadata: { a: 1 }, counters: { c: 1 } });
      const grant = await on.lease(old.sessionId);
      await on.advance(IDLE_MS);
      const fresh = await on.session({ sessionId: old.sessionId });
      expect(fresh).toMatchObject({ userId: null, metadata: {}, counters: {}, version: 1 });
      expect(fresh.incarnation).not.toBe(old.incarnation);
      const stale = { version: 1, incarnation: old.incarnation };
      const answer = await on.store.update(old.sessionId, { userId: 'u' }, { ifVersion: stale });
      expect(answer).toMatchObject({ status: 'conflict', incarnation: fresh.incarnation });
      expect(await on.store.update(old.sessionId, { userId: 'u' }, { grant })).toEqual({ status: 'fenced' });
      expect(await on.store.countActive()).toBe(1);
    });
  });
}

export function deletionContract(harness: SessionStoreHarness): void {
  describe('deletion', () => {
    const on = useFixture(harness);
    const GONE = { status: 'not_found', deleted: true };

    it('is answered once; later the session is known as deleted', async () => {
      const { sessionId } = await on.session();
      expect(await on.store.delete(sessionId)).toEqual({ status: 'applied' });
      expect(await on.store.delete(sessionId)).toEqual(GONE);
      expect(await on.store.get(sessionId)).toEqual(GONE);
      expect(await on.store.exists(sessionId)).toBe(false);
      expect(await on.store.countActive()).toBe(0);
      expect((await on.store.listActive({ limit: 10 })).sessions).toEqual([]);
    });

    it('is answered the same when it is repeated', async () => {
      const { sessionId } = await on.session();
      expect(await on.store.delete(sessionId, { opId: 'op' })).toEqual({ status: 'applied' });
      expect(await on.store.delete(sessionId, { opId: 'other' })).toEqual(GONE);
      expect(await on.store.delete(sessionId, { opId: 'op' })).toEqual({ status: 'replayed' });
    });

    it('is final: no write, lease or creation brings the session back', async () => {
      const { sessionId } = await on.session();
      const grant = await on.lease(sessionId);
      await on.store.update(sessionId, { escalated: true }, { opId: 'early' });
      await on.store.delete(sessionId);
      for (const write of Object.values(everyWrite(on.store, sessionId))) expect(await write()).toEqual(GONE);
      expect(await on.store.update(sessionId, { escalated: true }, { opId: 'early' })).toEqual(GONE);
      expect(await on.store.update(sessionId, { escalated: true }, { grant })).toEqual(GONE);
      expect(await on.store.acquire(sessionId, { leaseMs: 1000 })).toEqual(GONE);
      expect(await on.store.create({ sessionId, threadId: 't' })).toEqual(GONE);
      expect(await on.store.extend(grant, 1000)).toBe(false);
      expect(await on.store.release(grant)).toBe(false);
      expect(await on.store.get(sessionId)).toEqual(GONE);
    });

    it('wins against 50 updates that run at the same time', async () => {
      const { sessionId } = await on.session();
      const update = (i: number): Promise<unknown> => on.store.update(sessionId, { metadata: { i } });
      const early = Array.from({ length: 25 }, (_, i) => update(i));
      const deletion = on.store.delete(sessionId);
      const late = Array.from({ length: 25 }, (_, i) => update(i));
      await Promise.all([...early, deletion, ...late]);
      expect(await on.store.get(sessionId)).toEqual(GONE);
    });

    it('stands also for a session the store has never seen or that has expired', async () => {
      expect(await on.store.delete('unseen')).toEqual({ status: 'not_found', deleted: false });
      expect(await on.store.create({ sessionId: 'unseen', threadId: 't' })).toEqual(GONE);
      const { sessionId } = await on.session();
      await on.advance(IDLE_MS);
      expect(await on.store.delete(sessionId)).toEqual({ status: 'expired' });
      expect(await on.store.create({ sessionId, threadId: 't' })).toEqual(GONE);
      expect(await on.store.get(sessionId)).toEqual(GONE);
    });

    it('is remembered for its time and then forgotten', async () => {
      const { sessionId } = await on.session();
      await on.store.delete(sessionId);
      await on.advance(TOMBSTONE_MS - 1);
      expect(await on.store.get(sessionId)).toEqual(GONE);
      await on.advance(1);
      expect(await on.store.get(sessionId)).toEqual({ status: 'not_found', deleted: false });
    });
  });
}
