import { describe, expect, it } from '@jest/globals';
import { LINE_SILENCE_MS, MAX_LINE } from '../../../src/session/session-limits.js';
import { type AcquireResult } from '../../../src/session/session-results.js';
import { IDLE_MS, type SessionStoreHarness, useFixture } from './harness.js';

const LEASE_MS = 15_000;

export function lineContract(harness: SessionStoreHarness): void {
  describe('the line for a lease', () => {
    const on = useFixture(harness);

    /** A session, and how callers ask for its lease, each with its own waiters. */
    async function desk(): Promise<{ sessionId: string; ask: (...waiters: string[]) => Promise<AcquireResult> }> {
      const { sessionId } = await on.session();
      return { sessionId, ask: (...waiters) => on.store.acquire(sessionId, { leaseMs: LEASE_MS, waiters }) };
    }
    const taken = (waiter: string): unknown => ({
      status: 'applied',
      grant: expect.objectContaining({ nonce: waiter }),
    });
    const held = (ahead: number, remainingMs = LEASE_MS): unknown => ({ status: 'held', remainingMs, ahead });

    /** Gives back the lease that a waiter has. */
    async function release(ask: (waiter: string) => Promise<AcquireResult>, waiter: string): Promise<void> {
      const answer = await ask(waiter);
      if (answer.status !== 'applied') throw new Error(`acquire answered ${answer.status}`);
      expect(await on.store.release(answer.grant)).toBe(true);
    }

    it('is not needed where nobody has the lease or waits for it', async () => {
      const { ask, sessionId } = await desk();
      expect(await ask('a1')).toEqual(taken('a1'));
      await release(ask, 'a1');
      expect((await on.lease(sessionId)).fence).toBe(2);
    });

    it('serves who came first, whoever looks first', async () => {
      const { ask } = await desk();
      await ask('holder');
      expect(await ask('a1')).toEqual(held(0));
      expect(await ask('a2')).toEqual(held(1));
      expect(await ask('b1')).toEqual(held(2));
      expect(await ask('a3')).toEqual(held(3));
      await release(ask, 'holder');
      expect(await ask('b1')).toEqual(held(2, 0));
      expect(await ask('a1', 'a2', 'a3')).toEqual(taken('a1'));
      await release(ask, 'a1');
      expect(await ask('b1')).toEqual(held(1, 0));
      expect(await ask('a3', 'a2')).toEqual(taken('a2'));
      await release(ask, 'a2');
      expect(await ask('a3')).toEqual(held(1, 0));
      expect(await ask('b1')).toEqual(taken('b1'));
      await release(ask, 'b1');
      expect(await ask('a3')).toEqual(taken('a3'));
    });

    it('gives 50 who ask at once a place each, one the lease', async () => {
      const { ask } = await desk();
      const answers = await Promise.all(Array.from({ length: 50 }, (_, i) => ask(`w${i}`)));
      expect(answers.filter(({ status }) => status === 'applied')).toHaveLength(1);
      const places = answers.flatMap((answer) => (answer.status === 'held' ? [answer.ahead] : []));
      expect(places.sort((a = 0, b = 0) => a - b)).toEqual(Array.from({ length: 49 }, (_, i) => i));
    });

    it('keeps out those who do not stand in it while somebody does', async () => {
      const { ask, sessionId } = await desk();
      await ask('holder');
      await ask('a1');
      expect(await ask()).toEqual({ status: 'held', remainingMs: LEASE_MS });
      await release(ask, 'holder');
      expect(await ask()).toEqual({ status: 'held', remainingMs: 0 });
      await on.store.leaveLine(sessionId, ['a1']);
      expect(await ask()).toMatchObject({ status: 'applied' });
    });

    it('answers a waiter that asks again as before, also when it has the lease', async () => {
      const { ask } = await desk();
      const first = await ask('a1', 'a2');
      expect(first).toEqual(taken('a1'));
      expect(await ask('a1', 'a2')).toEqual(first);
      expect(await ask('b1')).toEqual(held(1));
      expect(await ask('b1')).toEqual(held(1));
      await release(ask, 'a1');
      expect(await ask('a2')).toEqual(taken('a2'));
    });

    it('serves the first when the lease of a silent holder ran out', async () => {
      const { ask } = await desk();
      await ask('holder');
      for (let ms = 0; ms < LEASE_MS; ms += 1000) {
        expect(await ask('a1')).toEqual(held(0, LEASE_MS - ms));
        expect(await ask('b1')).toEqual(held(1, LEASE_MS - ms));
        await on.advance(1000);
      }
      expect(await ask('b1')).toEqual(held(1, 0));
      expect(await ask('a1')).toEqual(taken('a1'));
    });

    it('forgets who gave no sign of life; who comes back stands at its end', async () => {
      const { ask } = await desk();
      await ask('holder');
      await ask('dead', 'frozen');
      await ask('b1');
      await on.advance(LINE_SILENCE_MS - 1);
      expect(await ask('b1')).toEqual(held(2, LEASE_MS - LINE_SILENCE_MS + 1));
      await on.advance(1);
      expect(await ask('b1')).toEqual(held(0, LEASE_MS - LINE_SILENCE_MS));
      expect(await ask('frozen')).toEqual(held(1, LEASE_MS - LINE_SILENCE_MS));
    });

    it('hears of all waiters of a caller by one call', async () => {
      const { ask } = await desk();
      await ask('holder');
      await ask('a1');
      await ask('a2');
      await on.advance(LINE_SILENCE_MS - 1);
      await ask('a1', 'a2', 'a3');
      await on.advance(LINE_SILENCE_MS - 1);
      expect(await ask('a2')).toMatchObject({ ahead: 1 });
      expect(await ask('a3')).toMatchObject({ ahead: 2 });
    });

    it('lets waiters leave, and takes the lease from one that did not hear it had got it', async () => {
      const { ask, sessionId } = await desk();
      await ask('holder');
      await ask('a1', 'a2', 'b1');
      await on.store.leaveLine(sessionId, ['a1', 'a2', 'nobody']);
      expect(await ask('b1')).toEqual(held(0));
      await on.store.leaveLine(sessionId, ['holder']);
      expect(await ask('b1')).toEqual(taken('b1'));
      await on.store.leaveLine('no-session', ['a1']);
    });

    it('ends with its session', async () => {
      const { sessionId, ask } = await desk();
      await ask('holder', 'a1');
      await on.advance(IDLE_MS - 1);
      await ask('a1', 'a2');
      await on.advance(1);
      expect(await ask('a1')).toEqual({ status: 'expired' });
      await on.store.create({ sessionId, threadId: 'thr_1' });
      expect(await ask('b1')).toEqual(taken('b1'));
      await ask('b2');
      await on.store.delete(sessionId);
      expect(await ask('b2')).toEqual({ status: 'not_found', deleted: true });
    });

    it('changes nothing that a reader sees', async () => {
      const { sessionId, ask } = await desk();
      const before = await on.read(sessionId);
      await ask('holder', 'a1', 'a2');
      expect(await on.read(sessionId)).toEqual(before);
    });

    it('is bounded', async () => {
      const { ask, sessionId } = await desk();
      await ask('holder');
      await ask(...Array.from({ length: MAX_LINE }, (_, i) => `w${i}`));
      expect(await ask('late')).toEqual({ status: 'held', remainingMs: LEASE_MS });
      expect(await ask('w7', 'late')).toEqual(held(7));
      await on.store.leaveLine(sessionId, ['w0']);
      expect(await ask('late')).toEqual(held(MAX_LINE - 1));
      const refused = { code: 'validation_failed', problems: [{ field: 'waiters' }] };
      const tooMany = Array.from({ length: MAX_LINE + 1 }, (_, i) => `x${i}`);
      for (const waiters of [['a b'], [''], tooMany]) {
        await expect(ask(...waiters)).rejects.toMatchObject(refused);
        await expect(on.store.leaveLine(sessionId, waiters)).rejects.toMatchObject(refused);
      }
    });
  });
}
