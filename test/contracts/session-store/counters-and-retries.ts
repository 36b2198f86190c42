import { describe, expect, it } from '@jest/globals';
import { OP_WINDOW_MS, SESSION_LIMITS } from '../../../src/session/session-limits.js';
import { IDLE_MS, type SessionStoreHarness, useFixture } from './harness.js';

const MAX = Number.MAX_SAFE_INTEGER;

export function counterContract(harness: SessionStoreHarness): void {
  describe('counters', () => {
    const on = useFixture(harness);

    it('start at 0 and move by 1 or by any integer', async () => {
      const { sessionId } = await on.session();
      const move = (by?: number): Promise<unknown> => on.store.incrementCounter(sessionId, 'votes', by);
      expect(await move()).toMatchObject({ status: 'applied', counters: { votes: 1 }, version: 1, changeSeq: 2 });
      expect(await move(10)).toMatchObject({ counters: { votes: 11 } });
      expect(await move(-20)).toMatchObject({ counters: { votes: -9 } });
      expect(await move(0)).toMatchObject({ counters: { votes: -9 } });
      expect(await on.read(sessionId)).toMatchObject({ counters: { votes: -9 }, messageCount: 0 });
    });

    it('count 1,000 concurrent increments exactly', async () => {
      const { sessionId } = await on.session();
      await Promise.all(Array.from({ length: 1000 }, () => on.store.incrementCounter(sessionId, 'messageCount')));
      expect(await on.read(sessionId)).toMatchObject({ messageCount: 1000, counters: { messageCount: 1000 } });
    });

    it('are exact up to 2^53 - 1 both ways and refuse to go further', async () => {
      const { sessionId } = await on.session({ counters: { high: MAX - 1, low: -MAX } });
      const move = (name: string, by: number): Promise<unknown> => on.store.incrementCounter(sessionId, name, by);
      expect(await move('high', 1)).toMatchObject({ status: 'applied', counters: { high: MAX } });
      expect(await move('high', 1)).toEqual({ status: 'overflow', counter: 'high' });
      expect(await move('high', MAX)).toEqual({ status: 'overflow', counter: 'high' });
      expect(await move('low', -1)).toEqual({ status: 'overflow', counter: 'low' });
      const patch = { escalated: true, increments: { fine: 1, high: 1 } };
      expect(await on.store.update(sessionId, patch)).toEqual({ status: 'overflow', counter: 'high' });
      expect(await on.read(sessionId)).toMatchObject({
        counters: { high: MAX, low: -MAX },
        escalated: false,
        version: 1,
      });
      expect(await move('high', -MAX)).toMatchObject({ counters: { high: 0 } });
    });

    it('move and are set together with fields in one step', async () => {
      const { sessionId } = await on.session({ counters: { messageCount: 5, other: 1 } });
      const patch = { requestId: 'r', counters: { messageCount: 9 }, increments: { other: 2, fresh: 3 } };
      const answer = await on.store.update(sessionId, patch);
      expect(answer).toMatchObject({ version: 2, changeSeq: 2, counters: { messageCount: 9, other: 3, fresh: 3 } });
      expect(await on.read(sessionId)).toMatchObject({
        messageCount: 9,
        counters: { messageCount: 9, other: 3, fresh: 3 },
      });
    });

    it('have nothing to do with metadata of the same name', async () => {
      const { sessionId } = await on.session({ metadata: { votes: 'many' } });
      await on.store.incrementCounter(sessionId, 'votes');
      await on.store.update(sessionId, { metadata: { votes: null } });
      expect(await on.read(sessionId)).toMatchObject({ metadata: {}, counters: { votes: 1 } });
    });

    it.each(['', '1a', 'a b', 'a:b', '__proto__', 'constructor', 'prototype', 'a'.repeat(65), 'é', '~n'])(
      'refuse the name %j',
      async (name) => {
        const session = await on.session();
        await expect(on.store.incrementCounter(session.sessionId, name)).rejects.toMatchObject({
          code: 'validation_failed',
        });
        expect(await on.read(session.sessionId)).toEqual(session);
      },
    );

    it.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('refuse the delta %d', async (by) => {
      const session = await on.session();
      await expect(on.store.incrementCounter(session.sessionId, 'c', by)).rejects.toMatchObject({
        code: 'validation_failed',
      });
      expect(await on.read(session.sessionId)).toEqual(session);
    });

    it('may be named like what every object inherits', async () => {
      const { sessionId } = await on.session();
      expect(await on.store.incrementCounter(sessionId, 'toString')).toMatchObject({ counters: { toString: 1 } });
      expect(await on.store.incrementCounter(sessionId, 'toString')).toMatchObject({ counters: { toString: 2 } });
    });
  });
}

export function retryContract(harness: SessionStoreHarness): void {
  describe('repeated operations', () => {
    const on = useFixture(harness);

    it('happen once and get the first answer again, whatever happened in between', async () => {
      const { sessionId } = await on.session();
      const first = await on.store.incrementCounter(sessionId, 'c', 1, { opId: 'op-1' });
      await on.store.incrementCounter(sessionId, 'c', 1, { opId: 'op-2' });
      await on.store.update(sessionId, { escalated: true });
      const again = await on.store.incrementCounter(sessionId, 'c', 1, { opId: 'op-1' });
      expect(again).toEqual({ ...first, status: 'replayed' });
      expect((await on.read(sessionId)).counters).toEqual({ c: 2 });
    });

    it('are recognised for every kind of write', async () => {
      const { sessionId } = await on.session();
      const writes = {
        update: () => on.store.update(sessionId, { metadata: { a: 1 } }, { opId: 'update' }),
        mutate: () => on.store.mutate(sessionId, () => ({ increments: { m: 1 } }), { opId: 'mutate' }),
        setTtl: () => on.store.setTtl(sessionId, IDLE_MS, { opId: 'setTtl' }),
      };
      for (const write of Object.values(writes)) {
        const first = await write();
        expect(first.status).toBe('applied');
        expect(await write()).toEqual({ ...first, status: 'replayed' });
      }
      expect(await on.read(sessionId)).toMatchObject({ version: 2, changeSeq: 4, counters: { m: 1 } });
    });

    it('are recognised within their session only', async () => {
      const [one, two] = [await on.session(), await on.session()];
      expect(await on.store.incrementCounter(one.sessionId, 'c', 1, { opId: 'op' })).toMatchObject({
        status: 'applied',
      });
      expect(await on.store.incrementCounter(two.sessionId, 'c', 1, { opId: 'op' })).toMatchObject({
        status: 'applied',
      });
    });

    it('are answered before version and grant are looked at', async () => {
      const { sessionId } = await on.session();
      const grant = await on.lease(sessionId, 1000);
      const options = { opId: 'op', ifVersion: { version: 1 }, grant };
      await on.store.update(sessionId, { escalated: true }, options);
      await on.advance(1000);
      await on.lease(sessionId);
      expect(await on.store.update(sessionId, { escalated: true }, options)).toMatchObject({
        status: 'replayed',
        version: 2,
      });
    });

    it('are tried again when they were refused', async () => {
      const { sessionId } = await on.session({ counters: { c: MAX } });
      const write = (): Promise<unknown> => on.store.incrementCounter(sessionId, 'c', 1, { opId: 'op' });
      expect(await write()).toMatchObject({ status: 'overflow' });
      await on.store.incrementCounter(sessionId, 'c', -1);
      expect(await write()).toMatchObject({ status: 'applied', counters: { c: MAX } });
    });

    it(`happen once among 100 concurrent copies`, async () => {
      const { sessionId } = await on.session();
      const copies = Array.from({ length: 100 }, () => on.store.incrementCounter(sessionId, 'c', 1, { opId: 'op' }));
      const statuses = (await Promise.all(copies)).map(({ status }) => status);
      expect(statuses.filter((status) => status === 'applied')).toHaveLength(1);
      expect(statuses.filter((status) => status === 'replayed')).toHaveLength(99);
      expect((await on.read(sessionId)).counters).toEqual({ c: 1 });
    });

    it('are remembered for the whole window, and not for ever', async () => {
      const { sessionId } = await on.session();
      const write = async (): Promise<string> =>
        (await on.store.incrementCounter(sessionId, 'c', 1, { opId: 'op' })).status;
      await on.advance(OP_WINDOW_MS - 1);
      expect(await write()).toBe('applied');
      await on.advance(OP_WINDOW_MS);
      expect(await write()).toBe('replayed');
      await on.advance(2 * OP_WINDOW_MS);
      expect(await write()).toBe('applied');
    });

    it('fill the window up to its bound; then it refuses rather than forgets', async () => {
      const { sessionId } = await on.session();
      const write = (i: number): Promise<unknown> => on.store.incrementCounter(sessionId, 'c', 1, { opId: `op-${i}` });
      const batch = 512;
      for (let from = 0; from < SESSION_LIMITS.opsPerWindow; from += batch) {
        await Promise.all(Array.from({ length: batch }, (_, i) => write(from + i)));
      }
      expect(await write(-1)).toEqual({ status: 'limit', limit: 'op_window' });
      expect(await write(0)).toMatchObject({ status: 'replayed', counters: { c: 1 } });
      expect(await on.store.incrementCounter(sessionId, 'c')).toMatchObject({ status: 'applied' });
      expect((await on.read(sessionId)).counters).toEqual({ c: SESSION_LIMITS.opsPerWindow + 1 });
    });

    it.each(['', 'a b', 'x'.repeat(129)])('need a well-formed op-id, not %j', async (opId) => {
      const session = await on.session();
      await expect(on.store.update(session.sessionId, { escalated: true }, { opId })).rejects.toMatchObject({
        problems: [{ field: 'opId' }],
      });
      await expect(on.store.delete(session.sessionId, { opId })).rejects.toMatchObject({
        problems: [{ field: 'opId' }],
      });
      expect(await on.read(session.sessionId)).toEqual(session);
    });
  });
}
