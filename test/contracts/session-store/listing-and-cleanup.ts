import { describe, expect, it } from '@jest/globals';
import { type SessionData } from '../../../src/session/session-data.js';
import { SESSION_LIMITS } from '../../../src/session/session-limits.js';
import { type SessionPage } from '../../../src/session/session-results.js';
import { type Fixture, IDLE_MS, MINUTE, type SessionStoreHarness, useFixture } from './harness.js';

async function createMany(on: Fixture, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let i = 0; i < count; i += 1) {
    await on.advance(1);
    ids.push((await on.session()).sessionId);
  }
  return ids;
}

/** All pages; `between` runs after each. */
async function walk(on: Fixture, limit: number, between?: (page: SessionPage) => Promise<unknown>): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const page: SessionPage = await on.store.listActive({ limit, cursor });
    expect(page.sessions.length).toBeLessThanOrEqual(limit);
    ids.push(...page.sessions.map(({ sessionId }) => sessionId));
    cursor = page.nextCursor;
    await between?.(page);
  } while (cursor !== null);
  return ids;
}

export function listingContract(harness: SessionStoreHarness): void {
  describe('listing', () => {
    const on = useFixture(harness);

    it('of nothing is one empty page', async () => {
      expect(await on.store.listActive({ limit: 10 })).toEqual({ sessions: [], nextCursor: null });
      expect(await on.store.countActive()).toBe(0);
    });

    it.each([1, 3, 10, 200])('covers every session once with pages of %d', async (limit) => {
      const ids = await createMany(on, 30);
      const listed = await walk(on, limit);
      expect([...listed].sort()).toEqual([...ids].sort());
      expect(await on.store.countActive()).toBe(listed.length);
    });

    it('hands out whole sessions', async () => {
      const session = await on.session({ userId: 'u', metadata: { a: [1] }, counters: { c: 1 } });
      expect((await on.store.listActive({ limit: 1 })).sessions).toEqual([session]);
    });

    it('covers many sessions of one moment once each', async () => {
      const ids: string[] = [];
      // In batches, so that a slow machine answers each within the deadline of a call.
      while (ids.length < 1500) {
        const batch = await Promise.all(Array.from({ length: 100 }, () => on.session()));
        ids.push(...batch.map(({ sessionId }) => sessionId));
      }
      expect((await walk(on, 200)).sort()).toEqual(ids.sort());
      expect(await on.store.countActive()).toBe(1500);
    });

    it('stays stable while sessions are created, deleted, touched and rebuilt', async () => {
      const ids = await createMany(on, 40);
      const doomed = ids.filter((_, i) => i % 4 === 0);
      const lasting = ids.filter((id) => !doomed.includes(id));
      const listed = await walk(on, 7, async ({ sessions }) => {
        await on.session();
        await Promise.all(doomed.splice(0, 2).map((id) => on.store.delete(id)));
        for (const { sessionId } of sessions) await on.store.touch(sessionId);
      });
      for (const id of lasting) expect(listed.filter((other) => other === id)).toHaveLength(1);
      expect(new Set(listed).size).toBe(listed.length);
    });

    it('goes on from a session that was deleted meanwhile', async () => {
      const ids = await createMany(on, 4);
      const page = await on.store.listActive({ limit: 2 });
      for (const { sessionId } of page.sessions) await on.store.delete(sessionId);
      const rest = await on.store.listActive({ limit: 2, cursor: page.nextCursor });
      const listed = [...page.sessions, ...rest.sessions].map(({ sessionId }) => sessionId);
      expect(listed.sort()).toEqual(ids.sort());
    });

    it.each([0, 201, -1, 1.5, Number.NaN])('refuses pages of %d', async (limit) => {
      await expect(on.store.listActive({ limit })).rejects.toMatchObject({ problems: [{ field: 'limit' }] });
    });

    it.each([
      '',
      'garbage',
      'AAAA',
      Buffer.from('m1 x y').toString('base64url'),
      Buffer.from('99 1 a').toString('base64url'),
    ])('refuses the forged cursor %j', async (cursor) => {
      await expect(on.store.listActive({ limit: 1, cursor })).rejects.toMatchObject({
        problems: [{ field: 'cursor' }],
      });
    });

    it('and counting leave out what has expired', async () => {
      await createMany(on, 3);
      await on.advance(MINUTE);
      const lasting = await on.session();
      await on.advance(IDLE_MS - MINUTE);
      expect(await on.store.countActive()).toBe(1);
      expect(await walk(on, 2)).toEqual([lasting.sessionId]);
    });

    it('counts a session once however often its expiry moved', async () => {
      const { sessionId } = await on.session();
      for (let i = 0; i < 10; i += 1) {
        await on.advance(MINUTE);
        await on.store.touch(sessionId);
        await on.store.setTtl(sessionId, IDLE_MS + i);
      }
      expect(await on.store.countActive()).toBe(1);
      await on.store.delete(sessionId);
      expect(await on.store.countActive()).toBe(0);
    });
  });
}

export function cleanupContract(harness: SessionStoreHarness): void {
  describe('clean-up', () => {
    const on = useFixture(harness);

    it('removes what has expired and nothing else', async () => {
      const old = await createMany(on, 5);
      await on.advance(MINUTE);
      const lasting = await on.session();
      await on.advance(IDLE_MS - MINUTE);
      expect(await on.store.cleanupExpired()).toEqual({ removed: 5, failures: [] });
      expect(await on.store.cleanupExpired()).toEqual({ removed: 0, failures: [] });
      for (const id of old) expect(await on.store.get(id)).toEqual({ status: 'not_found', deleted: false });
      expect(await on.read(lasting.sessionId)).toEqual(lasting);
    });

    it('spares a session that was touched in time', async () => {
      const { sessionId } = await on.session();
      await on.advance(IDLE_MS - 1);
      await on.store.touch(sessionId);
      await on.advance(1);
      expect(await on.store.cleanupExpired()).toMatchObject({ removed: 0 });
      expect(await on.store.exists(sessionId)).toBe(true);
    });

    it('removes at most as many as it may', async () => {
      await createMany(on, 5);
      await on.advance(IDLE_MS);
      expect(await on.store.cleanupExpired({ limit: 2 })).toMatchObject({ removed: 2 });
      expect(await on.store.cleanupExpired({ limit: 10 })).toMatchObject({ removed: 3 });
    });

    it('still finds what an invalid creation under the same id left in its place', async () => {
      const { sessionId } = await on.session();
      await on.advance(IDLE_MS);
      const metadata = Object.fromEntries(
        Array.from({ length: SESSION_LIMITS.metadataKeys + 1 }, (_, n) => [`k${n}`, n]),
      );
      const refused = await on.store.create({ sessionId, threadId: 'thr_2', metadata });
      expect(refused).toEqual({ status: 'limit', limit: 'metadata_keys' });
      expect(await on.store.get(sessionId)).toEqual({ status: 'expired' });
      expect(await on.store.cleanupExpired()).toMatchObject({ removed: 1 });
    });

    it('hands each expired session over exactly once among concurrent clean-ups, with its data', async () => {
      for (let i = 0; i < 20; i += 1) await on.session({ sessionId: `s${i}`, metadata: { i } });
      await on.advance(IDLE_MS);
      const seen: SessionData[] = [];
      const onExpire = async (session: SessionData): Promise<void> => {
        await Promise.resolve();
        seen.push(session);
      };
      const cleanups = [1, 2, 3].map(() => on.store.cleanupExpired({ onExpire }));
      const removed = (await Promise.all(cleanups)).reduce((sum, result) => sum + result.removed, 0);
      expect(removed).toBe(20);
      const handed = seen.map(({ sessionId, metadata }) => `${sessionId} ${JSON.stringify(metadata)}`).sort();
      expect(handed).toEqual(Array.from({ length: 20 }, (_, i) => `s${i} {"i":${i}}`).sort());
    });

    it('offers a session again when its callback failed, and goes on with the others', async () => {
      await on.session({ sessionId: 'stubborn' });
      await on.session({ sessionId: 'easy' });
      await on.advance(IDLE_MS);
      const failure = new Error('transcript not written');
      const onExpire = ({ sessionId }: SessionData): Promise<void> =>
        sessionId === 'stubborn' ? Promise.reject(failure) : Promise.resolve();
      expect(await on.store.cleanupExpired({ onExpire })).toEqual({ removed: 1, failures: [failure] });
      expect(await on.store.get('stubborn')).toEqual({ status: 'expired' });
      const seen: string[] = [];
      const second = await on.store.cleanupExpired({
        onExpire: async ({ sessionId }) => {
          seen.push(sessionId);
        },
      });
      expect(second).toEqual({ removed: 1, failures: [] });
      expect(seen).toEqual(['stubborn']);
    });

    it('leaves alone what is created again while it runs', async () => {
      await on.session({ sessionId: 'back' });
      await on.advance(IDLE_MS);
      const result = await on.store.cleanupExpired({
        onExpire: async () => {
          await on.session({ sessionId: 'back', userId: 'new' });
        },
      });
      expect(result.removed).toBe(0);
      expect(await on.read('back')).toMatchObject({ userId: 'new' });
      expect(await on.store.countActive()).toBe(1);
    });
  });
}
