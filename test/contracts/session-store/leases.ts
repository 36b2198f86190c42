import { describe, expect, it } from '@jest/globals';
import { IDLE_MS, type SessionStoreHarness, useFixture } from './harness.js';

const LEASE_MS = 15_000;
const FENCED = { status: 'fenced' };

export function leaseContract(harness: SessionStoreHarness): void {
  describe('leases', () => {
    const on = useFixture(harness);

    it('are held by one of 50 who ask at once', async () => {
      const { sessionId } = await on.session();
      const asks = Array.from({ length: 50 }, () => on.store.acquire(sessionId, { leaseMs: LEASE_MS }));
      const answers = await Promise.all(asks);
      expect(answers.filter(({ status }) => status === 'applied')).toHaveLength(1);
      const held = answers.find(({ status }) => status === 'held');
      expect(held).toMatchObject({ remainingMs: LEASE_MS });
    });

    it('change nothing that a reader sees', async () => {
      const session = await on.session();
      const grant = await on.lease(session.sessionId);
      await on.store.extend(grant, LEASE_MS);
      await on.store.release(grant);
      expect(await on.read(session.sessionId)).toEqual(session);
    });

    it('belong to one session each', async () => {
      const [one, two] = [await on.session(), await on.session()];
      await on.lease(one.sessionId);
      const grant = await on.lease(two.sessionId);
      expect(await on.store.update(one.sessionId, { escalated: true }, { grant })).toEqual(FENCED);
    });

    it('end by themselves, and the next holder has a higher fence and another nonce', async () => {
      const { sessionId } = await on.session();
      const first = await on.lease(sessionId, LEASE_MS);
      await on.advance(LEASE_MS - 1);
      expect(await on.store.acquire(sessionId, { leaseMs: LEASE_MS })).toEqual({ status: 'held', remainingMs: 1 });
      await on.advance(1);
      const second = await on.lease(sessionId);
      expect(second.fence).toBeGreaterThan(first.fence);
      expect(second.nonce).not.toBe(first.nonce);
    });

    it('are free at once when released', async () => {
      const { sessionId } = await on.session();
      const first = await on.lease(sessionId);
      expect(await on.store.release(first)).toBe(true);
      expect(await on.store.release(first)).toBe(false);
      expect((await on.lease(sessionId)).fence).toBeGreaterThan(first.fence);
    });

    it('are extended from now, by their holder only', async () => {
      const { sessionId } = await on.session();
      const grant = await on.lease(sessionId, LEASE_MS);
      await on.advance(10_000);
      expect(await on.store.extend(grant, LEASE_MS)).toBe(true);
      await on.advance(LEASE_MS - 1);
      expect(await on.store.extend({ ...grant, nonce: 'forged' }, LEASE_MS)).toBe(false);
      expect(await on.store.extend({ ...grant, fence: grant.fence + 1 }, LEASE_MS)).toBe(false);
      expect(await on.store.release({ ...grant, nonce: 'forged' })).toBe(false);
      expect(await on.store.acquire(sessionId, { leaseMs: LEASE_MS })).toEqual({ status: 'held', remainingMs: 1 });
    });

    it('are never extended once they ran out, even if nobody else came', async () => {
      const { sessionId } = await on.session();
      const grant = await on.lease(sessionId, LEASE_MS);
      await on.advance(LEASE_MS);
      expect(await on.store.extend(grant, LEASE_MS)).toBe(false);
      expect(await on.store.release(grant)).toBe(false);
    });

    it('guard writes: only the latest grant passes, also after its lease ran out with nobody after it', async () => {
      const { sessionId } = await on.session();
      const first = await on.lease(sessionId, LEASE_MS);
      const write = (grant: typeof first): Promise<unknown> =>
        on.store.update(sessionId, { increments: { c: 1 } }, { grant });
      expect(await write(first)).toMatchObject({ status: 'applied' });
      await on.advance(LEASE_MS);
      expect(await write(first)).toMatchObject({ status: 'applied' });
      const second = await on.lease(sessionId);
      expect(await write(first)).toEqual(FENCED);
      expect(await write({ ...first, fence: second.fence })).toEqual(FENCED);
      expect(await write({ ...second, fence: second.fence + 1 })).toEqual(FENCED);
      expect(await write({ ...second, fence: second.fence - 1 })).toEqual(FENCED);
      expect(await write(second)).toMatchObject({ status: 'applied' });
      expect((await on.read(sessionId)).counters).toEqual({ c: 3 });
    });

    it('guard every kind of write', async () => {
      const { sessionId } = await on.session();
      const grant = await on.lease(sessionId, 1);
      await on.advance(1);
      await on.lease(sessionId);
      const before = await on.read(sessionId);
      expect(await on.store.update(sessionId, { escalated: true }, { grant })).toEqual(FENCED);
      expect(await on.store.mutate(sessionId, () => ({ escalated: true }), { grant })).toEqual(FENCED);
      expect(await on.store.incrementCounter(sessionId, 'c', 1, { grant })).toEqual(FENCED);
      expect(await on.store.setTtl(sessionId, 1000, { grant })).toEqual(FENCED);
      expect(await on.read(sessionId)).toEqual(before);
    });

    it('do not hinder writes that present no grant', async () => {
      const { sessionId } = await on.session();
      await on.lease(sessionId);
      expect(await on.store.incrementCounter(sessionId, 'c')).toMatchObject({ status: 'applied' });
    });

    it('end with their session', async () => {
      const { sessionId } = await on.session();
      const grant = await on.lease(sessionId, 2 * IDLE_MS);
      await on.advance(IDLE_MS);
      expect(await on.store.extend(grant, LEASE_MS)).toBe(false);
    });

    it('are not to be had for an unknown session', async () => {
      const missing = { status: 'not_found', deleted: false };
      expect(await on.store.acquire('nobody', { leaseMs: LEASE_MS })).toEqual(missing);
      expect(await on.store.extend({ sessionId: 'nobody', fence: 1, nonce: 'n' }, LEASE_MS)).toBe(false);
    });
  });
}
