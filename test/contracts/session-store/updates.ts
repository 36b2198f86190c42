import { describe, expect, it } from '@jest/globals';
import { type SessionPatch } from '../../../src/session/session-data.js';
import { IDLE_MS, MINUTE, type SessionStoreHarness, useFixture } from './harness.js';

export function updateContract(harness: SessionStoreHarness): void {
  describe('update', () => {
    const on = useFixture(harness);

    it('changes several fields as one version and leaves the rest', async () => {
      const { sessionId, createdAt, ...before } = await on.session({ userId: 'u1', metadata: { a: 1, b: 2 } });
      await on.advance(MINUTE);
      const answer = await on.store.update(sessionId, { escalated: true, requestId: 'r2', metadata: { b: 3, c: 4 } });
      expect(answer).toEqual({
        status: 'applied',
        version: 2,
        changeSeq: 2,
        expiresAt: before.expiresAt,
        counters: {},
      });
      expect(await on.read(sessionId)).toEqual({
        ...before,
        sessionId,
        createdAt,
        escalated: true,
        requestId: 'r2',
        metadata: { a: 1, b: 3, c: 4 },
        version: 2,
        changeSeq: 2,
        updatedAt: createdAt + MINUTE,
      });
    });

    it('leaves undefined fields and clears nullable ones', async () => {
      const { sessionId } = await on.session({
        userId: 'u1',
        requestId: 'r1',
        fingerprintHash: 'f',
        metadata: { a: 1 },
      });
      const patch = { userId: null, threadId: undefined, metadata: { a: undefined } } as unknown as SessionPatch;
      await on.store.update(sessionId, patch);
      await on.store.update(sessionId, { requestId: null, fingerprintHash: null });
      expect(await on.read(sessionId)).toMatchObject({
        userId: null,
        requestId: null,
        fingerprintHash: null,
        threadId: 'thr_1',
        metadata: { a: 1 },
      });
    });

    it('replaces a nested metadata value whole, removes a key by null, and ignores the removal of an absent one', async () => {
      const { sessionId } = await on.session({ metadata: { order: { id: 1, lines: [1] }, gone: 1 } });
      await on.store.update(sessionId, { metadata: { order: { state: 'sent' }, gone: null, never: null } });
      expect((await on.read(sessionId)).metadata).toEqual({ order: { state: 'sent' } });
    });

    it('applies an empty patch without a new version', async () => {
      const { sessionId } = await on.session();
      expect(await on.store.update(sessionId, {})).toMatchObject({ status: 'applied', version: 1, changeSeq: 1 });
      expect(await on.store.update(sessionId, { metadata: {} })).toMatchObject({ status: 'applied', version: 1 });
    });

    it('never creates', async () => {
      const missing = { status: 'not_found', deleted: false };
      expect(await on.store.update('nobody', { escalated: true })).toEqual(missing);
      expect(await on.store.mutate('nobody', () => ({ escalated: true }))).toEqual(missing);
      expect(await on.store.incrementCounter('nobody', 'messageCount')).toEqual(missing);
      expect(await on.store.touch('nobody')).toEqual(missing);
      expect(await on.store.setTtl('nobody', 1)).toEqual(missing);
      expect(await on.store.exists('nobody')).toBe(false);
      expect(await on.store.countActive()).toBe(0);
    });

    it('keeps all of 100 concurrent disjoint updates, and one of 100 concurrent equal ones', async () => {
      const { sessionId } = await on.session();
      const numbers = Array.from({ length: 100 }, (_, i) => i);
      await Promise.all(numbers.map((i) => on.store.update(sessionId, { metadata: { [`k${i}`]: i, same: i } })));
      const { metadata, version } = await on.read(sessionId);
      for (const i of numbers) expect(metadata[`k${i}`]).toBe(i);
      expect(numbers).toContain(metadata.same);
      expect(version).toBe(101);
    });

    it.each([
      ['an unknown field', { colour: 'red' }],
      ['sessionId', { sessionId: 'other' }],
      ['createdAt', { createdAt: 1 }],
      ['messageCount', { messageCount: 1 }],
      ['version', { version: 9 }],
      ['a field of the prototype', { toString: 'x' }],
      ['a number as userId', { userId: 5 }],
      ['null as threadId', { threadId: null }],
      ['text as escalated', { escalated: 'yes' }],
      ['a list as metadata', { metadata: [] }],
      ['a fraction as counter', { counters: { c: 0.5 } }],
      ['a counter set and moved', { counters: { c: 1 }, increments: { c: 1 } }],
    ])('refuses %s', async (_, patch) => {
      const session = await on.session();
      const call = on.store.update(session.sessionId, patch as SessionPatch);
      await expect(call).rejects.toMatchObject({ code: 'validation_failed' });
      expect(await on.read(session.sessionId)).toEqual(session);
    });

    it('slides the idle time only when told that the customer was active', async () => {
      const { sessionId, createdAt } = await on.session();
      await on.advance(MINUTE);
      expect(await on.store.update(sessionId, { escalated: true })).toMatchObject({ expiresAt: createdAt + IDLE_MS });
      expect(await on.store.update(sessionId, { requestId: 'r' }, { touch: true })).toMatchObject({
        expiresAt: createdAt + MINUTE + IDLE_MS,
      });
      expect(await on.read(sessionId)).toMatchObject({ lastActivity: createdAt + MINUTE });
    });
  });

  describe('compare and set', () => {
    const on = useFixture(harness);

    it('writes at the expected version, answers conflict with the current one otherwise', async () => {
      const { sessionId, incarnation } = await on.session();
      const write = (version: number, of?: string): Promise<unknown> =>
        on.store.update(
          sessionId,
          { requestId: `r${version}` },
          { ifVersion: { version, ...(of === undefined ? {} : { incarnation: of }) } },
        );
      expect(await write(1)).toMatchObject({ status: 'applied', version: 2 });
      expect(await write(1)).toEqual({ status: 'conflict', version: 2, incarnation });
      expect(await write(2, 'another-life')).toEqual({ status: 'conflict', version: 2, incarnation });
      expect(await write(2, incarnation)).toMatchObject({ status: 'applied', version: 3 });
    });

    it('is not disturbed by counters and touches, which move only the change sequence', async () => {
      const { sessionId } = await on.session();
      await on.store.incrementCounter(sessionId, 'messageCount');
      await on.store.touch(sessionId);
      expect(await on.read(sessionId)).toMatchObject({ version: 1, changeSeq: 3 });
      const answer = await on.store.update(sessionId, { escalated: true }, { ifVersion: { version: 1 } });
      expect(answer).toMatchObject({ status: 'applied', version: 2 });
    });

    it('lets 50 concurrent mutations all count, with versions in one chain', async () => {
      const { sessionId } = await on.session({ metadata: { list: [] } });
      const append = (i: number): Promise<unknown> =>
        on.store.mutate(sessionId, ({ metadata }) => ({ metadata: { list: [...(metadata.list as number[]), i] } }), {
          maxAttempts: 200,
        });
      await Promise.all(Array.from({ length: 50 }, (_, i) => append(i)));
      const { metadata, version } = await on.read(sessionId);
      expect([...(metadata.list as number[])].sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i));
      expect(version).toBe(51);
    });

    it('gives up a mutation after the attempts allowed', async () => {
      const { sessionId } = await on.session();
      const disturbances: Promise<unknown>[] = [];
      let runs = 0;
      const answer = await on.store.mutate(
        sessionId,
        () => {
          runs += 1;
          disturbances.push(on.store.update(sessionId, { requestId: `other-${runs}` }));
          return { escalated: true };
        },
        { maxAttempts: 3 },
      );
      await Promise.all(disturbances);
      expect(answer.status).toBe('conflict');
      expect(runs).toBe(3);
      expect((await on.read(sessionId)).escalated).toBe(false);
    });

    it('writes nothing when a mutation answers null, and nothing when it throws', async () => {
      const session = await on.session();
      expect(await on.store.mutate(session.sessionId, () => null)).toMatchObject({ status: 'applied', version: 1 });
      const broken = on.store.mutate(session.sessionId, () => {
        throw new Error('computed wrongly');
      });
      await expect(broken).rejects.toThrow('computed wrongly');
      expect(await on.read(session.sessionId)).toEqual(session);
    });

    it("meets the caller's own version in a mutation", async () => {
      const { sessionId } = await on.session();
      await on.store.update(sessionId, { requestId: 'r' });
      const answer = await on.store.mutate(sessionId, () => ({ escalated: true }), { ifVersion: { version: 1 } });
      expect(answer).toMatchObject({ status: 'conflict', version: 2 });
    });
  });
}
