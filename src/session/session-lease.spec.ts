import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { SystemClock } from '../common/clock.js';
import { FakeClock } from '../../test/support/fake-clock.js';
import { SESSION_ID, sessionDesk } from '../../test/support/session-desk.js';
import { SessionLeases } from './session-lease.js';
import { ConversationBusy, SessionExpired, SessionGone, SessionNotFound, StoreUnavailable } from './session.errors.js';

const queue = { onBusy: 'queue' } as const;
const reject = { onBusy: 'reject' } as const;

describe('SessionLeases in one process', () => {
  it('serves 200 callers one at a time in order of arrival', async () => {
    const { leases, store } = await sessionDesk();
    const order: number[] = [];
    let inside = 0;
    const turn = (i: number): Promise<void> =>
      leases.withSession(SESSION_ID, queue, async ({ grant }) => {
        inside += 1;
        expect(inside).toBe(1);
        order.push(i);
        await new Promise(setImmediate);
        expect(await store.incrementCounter(SESSION_ID, 'messageCount', 1, { grant: grant! })).toMatchObject({
          status: 'applied',
        });
        inside -= 1;
      });
    await Promise.all(Array.from({ length: 200 }, (_, i) => turn(i)));
    expect(order).toEqual(Array.from({ length: 200 }, (_, i) => i));
    expect(await store.get(SESSION_ID)).toMatchObject({ session: { messageCount: 200 } });
  });

  it('lets sessions run side by side', async () => {
    const { leases, store } = await sessionDesk();
    await store.create({ sessionId: 'session-2', threadId: 'thr_2' });
    const one = await leases.hold(SESSION_ID, reject);
    const two = await leases.hold('session-2', reject);
    await one.release();
    await two.release();
  });

  it('gives the session back when the work throws, and hands out its result', async () => {
    const { leases } = await sessionDesk();
    const failing = leases.withSession(SESSION_ID, reject, () => Promise.reject(new Error('work failed')));
    await expect(failing).rejects.toThrow('work failed');
    expect(await leases.withSession(SESSION_ID, reject, async ({ signal }) => signal.aborted)).toBe(false);
  });

  it('serves an async generator that ends early', async () => {
    const { leases } = await sessionDesk();
    async function* turn(): AsyncGenerator<number> {
      const held = await leases.hold(SESSION_ID, reject);
      try {
        for (let i = 0; ; i += 1) yield i;
      } finally {
        await held.release();
      }
    }
    for await (const i of turn()) if (i === 2) break;
    await (await leases.hold(SESSION_ID, reject)).release();
  });

  it('rejects at once when told not to queue', async () => {
    const { leases } = await sessionDesk();
    const held = await leases.hold(SESSION_ID, queue);
    await expect(leases.hold(SESSION_ID, reject)).rejects.toMatchObject({
      code: 'conversation_busy',
      kind: 'conflict',
      retryable: true,
      retryAfterSeconds: 1,
    });
    await held.release();
    await (await leases.hold(SESSION_ID, reject)).release();
  });

  it('bounds the line', async () => {
    const { leases } = await sessionDesk({ maxWaiters: 2 });
    const held = await leases.hold(SESSION_ID, queue);
    const waiting = [leases.hold(SESSION_ID, queue), leases.hold(SESSION_ID, queue)];
    await expect(leases.hold(SESSION_ID, queue)).rejects.toThrow(ConversationBusy);
    await held.release();
    for (const next of waiting) await (await next).release();
  });

  it('lets a waiter leave at once with the reason of its signal, and serves those behind it', async () => {
    const { leases } = await sessionDesk();
    const held = await leases.hold(SESSION_ID, queue);
    const controller = new AbortController();
    const reason = new Error('the customer hung up');
    const leaving = leases.hold(SESSION_ID, { ...queue, signal: controller.signal });
    const staying = leases.hold(SESSION_ID, queue);
    controller.abort(reason);
    await expect(leaving).rejects.toBe(reason);
    await held.release();
    await (await staying).release();
  });

  it('does not even start to wait under a signal that has fired', async () => {
    const { leases } = await sessionDesk();
    const reason = new Error('gone already');
    await expect(leases.hold(SESSION_ID, { ...queue, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    await (await leases.hold(SESSION_ID, reject)).release();
  });

  it('gives the turn on when a waiter is called and aborted in the same moment', async () => {
    const { leases } = await sessionDesk();
    const held = await leases.hold(SESSION_ID, queue);
    const controller = new AbortController();
    const called = leases.hold(SESSION_ID, { ...queue, signal: controller.signal });
    const behind = leases.hold(SESSION_ID, queue);
    const released = held.release();
    controller.abort(new Error('too late'));
    await expect(called).rejects.toThrow('too late');
    await released;
    await (await behind).release();
  });

  it('waits no longer than it may', async () => {
    const { leases } = await sessionDesk();
    const held = await leases.hold(SESSION_ID, queue);
    await expect(leases.hold(SESSION_ID, { ...queue, waitMs: 20 })).rejects.toThrow(ConversationBusy);
    await held.release();
    await (await leases.hold(SESSION_ID, reject)).release();
  });

  it('calls one waiter per holder, however often the holder releases', async () => {
    const { leases } = await sessionDesk();
    const first = await leases.hold(SESSION_ID, queue);
    const served: string[] = [];
    const turns = ['b', 'c', 'd'].map((name) =>
      leases.withSession(SESSION_ID, queue, async () => {
        await first.release();
        await sleep(5);
        served.push(name);
      }),
    );
    await Promise.all([first.release(), first.release()]);
    await Promise.all(turns);
    expect(served).toEqual(['b', 'c', 'd']);
    await (await leases.hold(SESSION_ID, reject)).release();
  });

  it('tells what is wrong with a session that can not be held, and leaves nothing behind', async () => {
    const clock = new FakeClock();
    const { leases, store } = await sessionDesk({}, clock);
    await store.create({ sessionId: 'deleted', threadId: 't' });
    await store.delete('deleted');
    for (let i = 0; i < 2; i += 1) {
      await expect(leases.hold('nobody', reject)).rejects.toThrow(SessionNotFound);
      await expect(leases.hold('deleted', reject)).rejects.toThrow(SessionGone);
    }
    await expect(leases.hold('a/b', reject)).rejects.toMatchObject({ code: 'validation_failed' });
    clock.advance(1e6);
    await expect(leases.hold(SESSION_ID, reject)).rejects.toThrow(SessionExpired);
  });
});

describe('SessionLeases between processes', () => {
  it('serves who came first anywhere', async () => {
    const { leases: a, elsewhere: b } = await sessionDesk();
    const held = await b.hold(SESSION_ID, queue);
    const served: string[] = [];
    const arrivals = [
      [a, 'A1'],
      [a, 'A2'],
      [b, 'B1'],
      [a, 'A3'],
      [b, 'B2'],
    ] as const;
    const turns = arrivals.map(([of, name]) =>
      of.withSession(SESSION_ID, queue, async () => {
        served.push(name);
        await sleep(1);
      }),
    );
    await held.release();
    await Promise.all(turns);
    expect(served).toEqual(['A1', 'A2', 'B1', 'A3', 'B2']);
  });

  it('rejects also while nobody has the session but somebody elsewhere is next', async () => {
    const { leases, store } = await sessionDesk();
    await store.acquire(SESSION_ID, { leaseMs: 1000, waiters: ['first', 'next'] });
    await store.leaveLine(SESSION_ID, ['first']);
    await expect(leases.hold(SESSION_ID, reject)).rejects.toThrow(ConversationBusy);
    await store.leaveLine(SESSION_ID, ['next']);
    await (await leases.hold(SESSION_ID, reject)).release();
  });

  it('tells all who wait when the session is gone', async () => {
    const { leases, elsewhere, store } = await sessionDesk();
    await elsewhere.hold(SESSION_ID, queue);
    const waiting = [leases.hold(SESSION_ID, queue), leases.hold(SESSION_ID, queue)];
    await store.delete(SESSION_ID);
    const ends = await Promise.allSettled(waiting);
    expect(ends.map((end) => end.status === 'rejected' && (end.reason as unknown) instanceof SessionGone)).toEqual([
      true,
      true,
    ]);
  });

  it('gives back a lease that came for one who had given up', async () => {
    const { store } = await sessionDesk();
    const answering = Promise.withResolvers<undefined>();
    const slow = new Proxy(store, {
      get: (real, name: keyof typeof store) =>
        name === 'acquire'
          ? async (...asked: Parameters<typeof store.acquire>) => {
              const answer = await real.acquire(...asked);
              await answering.promise;
              return answer;
            }
          : name === 'leaveLine'
            ? () => Promise.reject(new StoreUnavailable('told to be out of reach'))
            : (real[name] as () => unknown).bind(real),
    });
    const leases = new SessionLeases(slow, new SystemClock(), { leaseMs: 60_000, maxHoldMs: 60_000, maxWaiters: 1 });
    await expect(leases.hold(SESSION_ID, { ...queue, waitMs: 5 })).rejects.toThrow(ConversationBusy);
    expect(await store.acquire(SESSION_ID, { leaseMs: 1 })).toMatchObject({ status: 'held' });
    answering.resolve(undefined);
    await (await leases.hold(SESSION_ID, queue)).release();
  });

  it('never serves two in one process, also when the lease of the first was lost without its knowing', async () => {
    const { leases, store } = await sessionDesk();
    const first = await leases.hold(SESSION_ID, queue);
    await store.release(first.grant!);
    const order: string[] = [];
    const second = leases.hold(SESSION_ID, queue).then((held) => {
      order.push('second');
      return held;
    });
    await sleep(5);
    order.push('first');
    await first.release();
    await (await second).release();
    expect(order).toEqual(['first', 'second']);
  });

  it('queues behind a holder elsewhere, or rejects', async () => {
    const { leases, elsewhere } = await sessionDesk();
    const held = await elsewhere.hold(SESSION_ID, queue);
    await expect(leases.hold(SESSION_ID, reject)).rejects.toThrow(ConversationBusy);
    await expect(leases.hold(SESSION_ID, { ...queue, waitMs: 30 })).rejects.toThrow(ConversationBusy);
    const waiting = leases.hold(SESSION_ID, queue);
    await sleep(5);
    await held.release();
    await (await waiting).release();
  });

  it('stops waiting for a holder elsewhere when its signal fires', async () => {
    const { leases, elsewhere } = await sessionDesk();
    const held = await elsewhere.hold(SESSION_ID, queue);
    const reason = new Error('the customer hung up');
    const controller = new AbortController();
    const waiting = leases.hold(SESSION_ID, { ...queue, signal: controller.signal });
    setTimeout(() => {
      controller.abort(reason);
    }, 5);
    await expect(waiting).rejects.toBe(reason);
    await held.release();
    await (await leases.hold(SESSION_ID, reject)).release();
  });

  it('counts 100 turns of two processes one after the other', async () => {
    const { leases, elsewhere, store } = await sessionDesk();
    let inside = 0;
    const turn = (of: SessionLeases): Promise<void> =>
      of.withSession(SESSION_ID, queue, async ({ grant }) => {
        inside += 1;
        expect(inside).toBe(1);
        await new Promise(setImmediate);
        await store.incrementCounter(SESSION_ID, 'messageCount', 1, { grant: grant! });
        inside -= 1;
      });
    await Promise.all(Array.from({ length: 100 }, (_, i) => turn(i % 2 === 0 ? leases : elsewhere)));
    expect(await store.get(SESSION_ID)).toMatchObject({ session: { messageCount: 100 } });
  });
});
