import { describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { storeWithOutages } from '../../test/support/chaos.js';
import { FakeClock } from '../../test/support/fake-clock.js';
import { SESSION_ID, sessionDesk } from '../../test/support/session-desk.js';
import { ConversationBusy, LeaseLost } from './session.errors.js';
import { SessionLeases } from './session-lease.js';

const locally = { onBusy: 'queue', whenAway: 'hold_locally' } as const;
const reject = { onBusy: 'reject' } as const;
const terms = { leaseMs: 60, maxHoldMs: 120_000, maxWaiters: 100 };

/** Two processes over one store; the first one can lose sight of it. */
async function twoProcesses(clock = new FakeClock()) {
  const { store, elsewhere } = await sessionDesk({ leaseMs: 60 }, clock);
  const outage = storeWithOutages(store);
  return { store, elsewhere, outage, clock, leases: new SessionLeases(outage.store, clock, terms) };
}

describe('a hold while the store is away', () => {
  it('keeps out callers of this process, in their order, and has no grant', async () => {
    const { leases, outage } = await twoProcesses();
    outage.away = true;
    const held = await leases.hold(SESSION_ID, locally);
    expect(held.grant).toBeNull();
    const behind = leases.hold(SESSION_ID, locally);
    await expect(leases.hold(SESSION_ID, reject)).rejects.toThrow(ConversationBusy);
    await held.release();
    await held.release();
    const next = await behind;
    outage.away = false;
    await next.release();
    const guarded = await leases.hold(SESSION_ID, locally);
    expect(guarded.grant).not.toBeNull();
    await guarded.release();
  });

  it('is refused to callers who did not ask for it', async () => {
    const { leases, outage } = await twoProcesses();
    outage.away = true;
    await expect(leases.hold(SESSION_ID, reject)).rejects.toMatchObject({ code: 'store_unavailable' });
    outage.away = false;
    await (await leases.hold(SESSION_ID, reject)).release();
  });

  it('goes on when the store goes away under it, until the store says that somebody else has the session', async () => {
    const { leases, elsewhere, outage, clock } = await twoProcesses();
    const held = await leases.hold(SESSION_ID, locally);
    outage.away = true;
    clock.advance(1000);
    await sleep(60);
    expect(held.signal.aborted).toBe(false);
    await elsewhere.hold(SESSION_ID, reject);
    outage.away = false;
    for (let i = 0; i < 1000 && !held.signal.aborted; i += 1) await sleep(2);
    expect(held.signal.reason).toBeInstanceOf(LeaseLost);
  });

  it('is given back as soon as the store is there again', async () => {
    const { leases, elsewhere, outage } = await twoProcesses();
    const held = await leases.hold(SESSION_ID, locally);
    outage.away = true;
    await held.release();
    await expect(elsewhere.hold(SESSION_ID, reject)).rejects.toThrow(ConversationBusy);
    outage.away = false;
    // The clock stands still, so the lease never ends by itself.
    await (await elsewhere.hold(SESSION_ID, { onBusy: 'queue', waitMs: 5000 })).release();
  });
});

describe('leases as configured', () => {
  it('are not taken at all when locking is off', async () => {
    const { store } = await sessionDesk();
    const leases = new SessionLeases(store, new FakeClock(), { ...terms, locking: false });
    const held = await leases.hold(SESSION_ID, reject);
    expect(held.grant).toBeNull();
    expect(await store.acquire(SESSION_ID, { leaseMs: 1 })).toMatchObject({ status: 'applied' });
    await held.release();
  });

  it('are given up after the configured number of tries', async () => {
    const { store, elsewhere } = await sessionDesk();
    const held = await elsewhere.hold(SESSION_ID, reject);
    const leases = new SessionLeases(store, new FakeClock(), { ...terms, maxAttempts: 2 });
    await expect(leases.hold(SESSION_ID, { onBusy: 'queue' })).rejects.toThrow(ConversationBusy);
    await held.release();
  });
});
