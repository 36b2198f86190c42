import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { FakeClock } from '../../test/support/fake-clock.js';
import { SESSION_ID, sessionDesk } from '../../test/support/session-desk.js';
import { type HeldSession } from './held-session.js';
import { type MemorySessionStore } from './memory-session-store.js';
import { ConversationBusy, LeaseLost } from './session.errors.js';
import { LINE_SILENCE_MS } from './session-limits.js';

const queue = { onBusy: 'queue' } as const;
const reject = { onBusy: 'reject' } as const;

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
    const answer = await store.acquire(SESSION_ID, { leaseMs });
    if (answer.status === 'held' && answer.remainingMs === leaseMs) return;
    await sleep(2);
  }
  throw new Error('the lease was not renewed');
}

describe('a held session', () => {
  const loss = async (held: HeldSession): Promise<unknown> =>
    Promise.race([aborted(held.signal), sleep(5000, 'no loss', { ref: false })]);

  it('is renewed for as long as it is held', async () => {
    const clock = new FakeClock();
    const { leases, elsewhere, store } = await sessionDesk({ leaseMs: 60 }, clock);
    const held = await leases.hold(SESSION_ID, queue);
    for (let i = 0; i < 5; i += 1) {
      clock.advance(40);
      await renewed(store, 60);
    }
    expect(held.signal.aborted).toBe(false);
    await expect(elsewhere.hold(SESSION_ID, reject)).rejects.toThrow(ConversationBusy);
    await held.release();
    expect(held.signal.aborted).toBe(false);
  });

  it('is lost when the lease ran out while the process slept: the signal fires, the next is served, late writes are fenced', async () => {
    const clock = new FakeClock();
    const { leases, elsewhere, store } = await sessionDesk({ leaseMs: 30 }, clock);
    const held = await leases.hold(SESSION_ID, queue);
    const behind = leases.hold(SESSION_ID, queue);
    // The one behind slept as well, and has lost its place.
    clock.advance(LINE_SILENCE_MS);
    const thief = await elsewhere.hold(SESSION_ID, reject);
    expect(await loss(held)).toBeInstanceOf(LeaseLost);
    expect(await store.update(SESSION_ID, { escalated: true }, { grant: held.grant! })).toEqual({ status: 'fenced' });
    await held.release();
    expect(await store.update(SESSION_ID, { escalated: true }, { grant: thief.grant! })).toMatchObject({
      status: 'applied',
    });
    await thief.release();
    await (await behind).release();
  });

  it('is lost with its session', async () => {
    const { leases, store } = await sessionDesk({ leaseMs: 30 });
    const held = await leases.hold(SESSION_ID, queue);
    await store.delete(SESSION_ID);
    expect(await loss(held)).toBeInstanceOf(LeaseLost);
  });

  it('is lost when it was held for too long, and the next is served', async () => {
    const clock = new FakeClock();
    const { leases, store } = await sessionDesk({ leaseMs: 30, maxHoldMs: 60 }, clock);
    const held = await leases.hold(SESSION_ID, queue);
    const behind = leases.hold(SESSION_ID, { ...queue, waitMs: 10_000 });
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
    const { leases, store } = await sessionDesk({ leaseMs: 60 }, clock);
    const held = await leases.hold(SESSION_ID, queue);
    await store.close();
    await sleep(100);
    expect(held.signal.aborted).toBe(false);
    clock.advance(60);
    expect(await loss(held)).toBeInstanceOf(LeaseLost);
    await held.release();
  });

  it('can be released while the store is out of reach', async () => {
    const { leases, store } = await sessionDesk();
    const held = await leases.hold(SESSION_ID, queue);
    await store.close();
    await held.release();
    await expect(leases.hold(SESSION_ID, reject)).rejects.toMatchObject({ code: 'store_unavailable' });
  });
});
