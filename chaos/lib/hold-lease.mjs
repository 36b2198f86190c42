import { setTimeout as sleep } from 'node:timers/promises';
import { CallLog } from './calls.mjs';

const LEASE_MS = 5_000;
const PAUSE_MS = 50;

/**
 * Takes a session's lease, however long that takes, and counts under it until it is fenced off or has counted `most` times; renews
 * the lease every third of its length, as a turn does. Tells `{ held: fence }` and `{ counted: n }` on the way.
 */
export async function holdLease(store, { sessionId, most }) {
  const log = new CallLog();
  const { grant, waitedMs } = await acquire(store, sessionId);
  process.send({ held: grant.fence });
  let applied = 0;
  let fenced = false;
  let renewed = performance.now();
  while (!fenced && applied < most) {
    const opId = `${grant.fence}.${applied}`;
    const { status } = await log.definite(() => store.incrementCounter(sessionId, 'guarded', 1, { grant, opId }));
    if (status === 'applied' || status === 'replayed') applied += 1;
    fenced = status === 'fenced';
    process.send({ counted: applied });
    if (!fenced && performance.now() - renewed > LEASE_MS / 3) {
      renewed = performance.now();
      await store.extend(grant, LEASE_MS);
    }
    await sleep(PAUSE_MS);
  }
  const stillHeld = await store.extend(grant, LEASE_MS);
  if (stillHeld) await store.release(grant);
  return { fence: grant.fence, applied, fenced, stillHeld, waitedMs };
}

async function acquire(store, sessionId) {
  const start = performance.now();
  for (;;) {
    const result = await store.acquire(sessionId, { leaseMs: LEASE_MS });
    if (result.status === 'applied') return { grant: result.grant, waitedMs: performance.now() - start };
    await sleep(PAUSE_MS);
  }
}
