import { randomUUID } from 'node:crypto';
import { type AcquireResult, type LeaseGrant } from '../session-results.js';
import { missingOf } from './reply-codes.js';
import { SCRIPTS } from './scripts.js';
import { type StoreContext } from './store-context.js';

/** Takes the lease. The nonce is minted here, so a repeat of an attempt whose answer was lost gets the grant of that attempt. */
export async function acquireLease(
  { runner, keys }: StoreContext,
  sessionId: string,
  leaseMs: number,
): Promise<AcquireResult> {
  const bucket = keys.bucketOf(sessionId);
  const nonce = randomUUID();
  const reply = await runner.run(
    SCRIPTS.acquire,
    [bucket.session + sessionId, bucket.tombstone + sessionId],
    () => [nonce, leaseMs],
    { opId: nonce },
  );
  if (!Array.isArray(reply)) return missingOf(reply);
  const [taken, value] = reply as number[];
  if (taken === 1) return { status: 'applied', grant: Object.freeze({ sessionId, fence: Number(value), nonce }) };
  return { status: 'held', remainingMs: Number(value) };
}

/** Moves the end of a lease that is still held by this grant; 0 ms from now ends it. */
export async function moveLease({ runner, keys }: StoreContext, grant: LeaseGrant, leaseMs: number): Promise<boolean> {
  const { sessionId, fence, nonce } = grant;
  const reply = await runner.run(
    SCRIPTS.lease,
    [keys.bucketOf(sessionId).session + sessionId],
    ({ again }) => [fence, nonce, leaseMs, again ? 1 : 0],
    { opId: nonce },
  );
  if (reply === 1) return true;
  if (reply !== 0) missingOf(reply);
  return false;
}
