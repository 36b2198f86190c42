import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type Clock, SystemClock } from '../common/clock.js';
import { FakeClock } from '../../test/support/fake-clock.js';
import { type HeldSession } from './held-session.js';
import { MemorySessionStore } from './memory-session-store.js';
import { ConversationBusy, LeaseLost, SessionExpired, SessionGone, SessionNotFound } from './session.errors.js';
import { SessionLeases, type SessionLeasesOptions } from './session-lease.js';

const ID = 'session-1';
const queue = { onBusy: 'queue' } as const;
const reject = { onBusy: 'reject' } as const;
const stores: MemorySessionStore[] = [];

afterEach(async () => {
  for (const store of stores.splice(0)) await store.close();
});

/** One store with a session, and as many processes over it as asked for. */
async function desk(
  options: Partial<SessionLeasesOptions> = {},
  clock: Clock = new SystemClock(),
): Promise<{ store: MemorySessionStore; leases: SessionLeases; elsewhere: SessionLeases }> {
  const store = new MemorySessionStore({ idleTimeoutMs: 1e6, absoluteTimeoutMs: 1e7, maxSessions: 10 }, clock);
  stores.push(store);
  await store.create({ sessionId: ID, threadId: 'thr_1' });
  const terms = { leaseMs: 15_000, maxHoldMs: 120_000, maxWaiters: 1000, ...options };
  return { store, leases: new SessionLeases(store, clock, terms), elsewhere: new SessionLeases(store, clock, terms) };
}

function aborted(signal: AbortSignal): Promise<unknown> {
  return new Promise((resolve) => {
    const settle = (): void => {
      resolve(signal.reason);
    };
    if (signal.aborted) settle();
    else signal.addEventListener('abort', settle, { once: true });
  });
}

/** Waits until the lease has its whole length again. */
async function renewed(store: MemorySessionStore, leaseMs: number): Promise<void> {
  for (let i = 0; i < 2000; i += 1) {
    const answer = await store.acquire(ID, { leaseMs });
    if (answer.status === 'held' && answer.remainingMs === leaseMs) return;
    await sleep(2);
  }
  throw new Error('the lease was not renewed');
}

describe('SessionLeases in one process', () => {
  it('serves 200 callers one at a time in order of arrival', async () => {
    const { leases, store } = await desk();
    const order: number[] = [];
    let inside = 0;
    const turn = (i: number): Promise<void> =>
      leases.withSession(ID, queue, async ({ grant }) => {
        inside += 1;
        expect(inside).toBe(1);
        order.push(i);
        await new Promise(setImmediate);
        expect(await store.incrementCounter(ID, 'messageCount', 1, { grant })).toMatchObject({ status: 'applied' });
        inside -= 1;
      });
    await Promise.all(Array.from({ length: 200 }, (_, i) => turn(i)));
    expect(order).toEqual(Array.from({ length: 200 }, (_, i) => i));
    expect(await store.get(ID)).toMatchObject({ session: { messageCount: 200 } });
  });

  it('lets sessions run side by side', async () => {
    const { leases, store } = await desk();
    await store.create({ sessionId: 'session-2', threadId: 'thr_2' });
    const one = await leases.hold(ID, reject);
    const two = await leases.hold('session-2', reject);
    await one.release();
    await two.release();
  });

  it('gives the session back when the work throws, and hands out its result', async () => {
    const { leases } = await desk();
    const failing = leases.withSession(ID, reject, () => Promise.reject(new Error('work failed')));
    await expect(failing).rejects.toThrow('work failed');
    expect(await leases.withSession(ID, reject, async ({ signal }) => signal.aborted)).toBe(false);
  });

  it('serves an async generator that ends early', async () => {
    const { leases } = await desk();
    async function* turn(): AsyncGenerator<number> {
      const held = await leases.hold(ID, reject);
      try {
        for (let i = 0; ; i += 1) yield i;
      } finally {
        await held.release();
      }
    }
    for await (const i of turn()) if (i === 2) break;
    await (await leases.hold(ID, reject)).release();
  });

  it('rejects at once when told not to queue', async () => {
    const { leases } = await desk();
    const held = await leases.hold(ID, queue);
    await expect(leases.hold(ID, reject)).rejects.toMatchObject({
      code: 'conversation_busy',
      kind: 'conflict',
      retryable: true,
      retryAfterSeconds: 1,
    });
    await held.release();
    await (await leases.hold(ID, reject)).release();
  });

  it('bounds the line', async () => {
    const { leases } = await desk({ maxWaiters: 2 });
    const held = await leases.hold(ID, queue);
    const waiting = [leases.hold(ID, queue), leases.hold(ID, queue)];
    await expect(leases.hold(ID, queue)).rejects.toThrow(ConversationBusy);
    await held.release();
    for (const next of waiting) await (await next).release();
  });

  it('lets a waiter leave at once with the reason of its signal, and serves those behind it', async () => {
    const { leases } = await desk();
    const held = await leases.hold(ID, queue);
    const controller = new AbortController();
    const reason = new Error('the customer hung up');
    const leaving = leases.hold(ID, { ...queue, signal: controller.signal });
    const staying = leases.hold(ID, queue);
    controller.abort(reason);
    await expect(leaving).rejects.toBe(reason);
    await held.release();
    await (await staying).release();
  });

  it('does not even start to wait under a signal that has fired', async () => {
    const { leases } = await desk();
    const reason = new Error('gone already');
    await expect(leases.hold(ID, { ...queue, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    await (await leases.hold(ID, reject)).release();
  });

  it('gives the turn on when a waiter is called and aborted in the same moment', async () => {
    const { leases } = await desk();
    const held = await leases.hold(ID, queue);
    const controller = new AbortController();
    const called = leases.hold(ID, { ...queue, signal: controller.signal });
    const behind = leases.hold(ID, queue);
    const released = held.release();
    controller.abort(new Error('too late'));
    await expect(called).rejects.toThrow('too late');
    await released;
    await (await behind).release();
  });

  it('waits no longer than it may', async () => {
    const { leases } = await desk();
    const held = await leases.hold(ID, queue);
    await expect(leases.hold(ID, { ...queue, waitMs: 20 })).rejects.toThrow(ConversationBusy);
    await held.release();
    await (await leases.hold(ID, reject)).release();
  });

  it('calls one waiter per holder, however often the holder releases', async () => {
    const { leases } = await desk();
    const first = await leases.hold(ID, queue);
    const served: string[] = [];
    const turns = ['b', 'c', 'd'].map((name) =>
      leases.withSession(ID, queue, async () => {
        await first.release();
        await sleep(5);
        served.push(name);
      }),
    );
    await Promise.all([first.release(), first.release()]);
    await Promise.all(turns);
    expect(served).toEqual(['b', 'c', 'd']);
    await (await leases.hold(ID, reject)).release();
  });

  it('tells what is wrong with a session that can not be held, and leaves nothing behind', async () => {
    const clock = new FakeClock();
    const { leases, store } = await desk({}, clock);
    await store.create({ sessionId: 'deleted', threadId: 't' });
    await store.delete('deleted');
    for (let i = 0; i < 2; i += 1) {
      await expect(leases.hold('nobody', reject)).rejects.toThrow(SessionNotFound);
      await expect(leases.hold('deleted', reject)).rejects.toThrow(SessionGone);
    }
    await expect(leases.hold('a/b', reject)).rejects.toMatchObject({ code: 'validation_failed' });
    clock.advance(1e6);
    await expect(leases.hold(ID, reject)).rejects.toThrow(SessionExpired);
  });
});

describe('SessionLeases between processes', () => {
  it('queues behind a holder elsewhere, or rejects', async () => {
    const { leases, elsewhere } = await desk();
    const held = await elsewhere.hold(ID, queue);
    await expect(leases.hold(ID, reject)).rejects.toThrow(ConversationBusy);
    await expect(leases.hold(ID, { ...queue, waitMs: 30 })).rejects.toThrow(ConversationBusy);
    const waiting = leases.hold(ID, queue);
    await sleep(5);
    await held.release();
    await (await waiting).release();
  });

  it('stops waiting for a holder elsewhere when its signal fires', async () => {
    const { leases, elsewhere } = await desk();
    const held = await elsewhere.hold(ID, queue);
    const reason = new Error('the customer hung up');
    const controller = new AbortController();
    const waiting = leases.hold(ID, { ...queue, signal: controller.signal });
    setTimeout(() => {
      controller.abort(reason);
    }, 5);
    await expect(waiting).rejects.toBe(reason);
    await held.release();
    await (await leases.hold(ID, reject)).release();
  });

  it('counts 100 turns of two processes one after the other', async () => {
    const { leases, elsewhere, store } = await desk();
    let inside = 0;
    const turn = (of: SessionLeases): Promise<void> =>
      of.withSession(ID, queue, async ({ grant }) => {
        inside += 1;
        expect(inside).toBe(1);
        await new Promise(setImmediate);
        await store.incrementCounter(ID, 'messageCount', 1, { grant });
        inside -= 1;
      });
    await Promise.all(Array.from({ length: 100 }, (_, i) => turn(i % 2 === 0 ? leases : elsewhere)));
    expect(await store.get(ID)).toMatchObject({ session: { messageCount: 100 } });
  });
});

describe('a held session', () => {
  const loss = async (held: HeldSession): Promise<unknown> =>
    Promise.race([aborted(held.signal), sleep(5000, 'no loss', { ref: false })]);

  it('is renewed for as long as it is held', async () => {
    const clock = new FakeClock();
    const { leases, elsewhere, store } = await desk({ leaseMs: 60 }, clock);
    const held = await leases.hold(ID, queue);
    for (let i = 0; i < 5; i += 1) {
      clock.advance(40);
      await renewed(store, 60);
    }
    expect(held.signal.aborted).toBe(false);
    await expect(elsewhere.hold(ID, reject)).rejects.toThrow(ConversationBusy);
    await held.release();
    expect(held.signal.aborted).toBe(false);
  });

  it('is lost when the lease ran out while the process slept: the signal fires, the next is served, late writes are fenced', async () => {
    const clock = new FakeClock();
    const { leases, elsewhere, store } = await desk({ leaseMs: 30 }, clock);
    const held = await leases.hold(ID, queue);
    const behind = leases.hold(ID, queue);
    clock.advance(30);
    const thief = await elsewhere.hold(ID, reject);
    expect(await loss(held)).toBeInstanceOf(LeaseLost);
    expect(await store.update(ID, { escalated: true }, { grant: held.grant })).toEqual({ status: 'fenced' });
    await held.release();
    expect(await store.update(ID, { escalated: true }, { grant: thief.grant })).toMatchObject({ status: 'applied' });
    await thief.release();
    await (await behind).release();
  });

  it('is lost with its session', async () => {
    const { leases, store } = await desk({ leaseMs: 30 });
    const held = await leases.hold(ID, queue);
    await store.delete(ID);
    expect(await loss(held)).toBeInstanceOf(LeaseLost);
  });

  it('is lost when it was held for too long, and the next is served', async () => {
    const clock = new FakeClock();
    const { leases, store } = await desk({ leaseMs: 30, maxHoldMs: 60 }, clock);
    const held = await leases.hold(ID, queue);
    const behind = leases.hold(ID, { ...queue, waitMs: 10_000 });
    clock.advance(20);
    await renewed(store, 30);
    clock.advance(20);
    await renewed(store, 30);
    clock.advance(20);
    expect(await loss(held)).toMatchObject({ code: 'lease_lost', message: 'The session was held for too long.' });
    await (await behind).release();
  });

  it('survives a short outage of the store and is lost in a long one', async () => {
    const clock = new FakeClock();
    const { leases, store } = await desk({ leaseMs: 60 }, clock);
    const held = await leases.hold(ID, queue);
    await store.close();
    await sleep(100);
    expect(held.signal.aborted).toBe(false);
    clock.advance(60);
    expect(await loss(held)).toBeInstanceOf(LeaseLost);
    await held.release();
  });

  it('can be released while the store is out of reach', async () => {
    const { leases, store } = await desk();
    const held = await leases.hold(ID, queue);
    await store.close();
    await held.release();
    await expect(leases.hold(ID, reject)).rejects.toMatchObject({ code: 'store_unavailable' });
  });
});
