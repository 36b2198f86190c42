import { randomUUID } from 'node:crypto';
import { type AcquireResult, type LeaseGrant } from '../session-results.js';
import { missingOf } from './reply-codes.js';
import { SCRIPTS } from './scripts.js';
import { mintOpId, type StoreContext } from './store-context.js';

/**
 * Takes the lease, or keeps the places of `waiters` in the line for it. The nonce is minted here or a waiter's id, so a repeat of an
 * attempt whose answer was lost gets the grant of that attempt.
 */
export async function acquireLease(
  { runner, keys }: StoreContext,
  sessionId: string,
  { leaseMs, waiters }: { readonly leaseMs: number; readonly waiters: readonly string[] },
): Promise<AcquireResult> {
  const bucket = keys.bucketOf(sessionId);
  const nonce = waiters.length > 0 ? '' : randomUUID();
  const reply = await runner.run(
    SCRIPTS.acquire,
    [bucket.session + sessionId, bucket.tombstone + sessionId],
    () => [nonce, leaseMs, ...waiters],
    { opId: waiters[0] ?? nonce },
  );
  if (!Array.isArray(reply)) return missingOf(reply);
  const [taken, first, second] = reply as unknown[];
  if (taken === 1) {
    return { status: 'applied', grant: Object.freeze({ sessionId, fence: Number(first), nonce: String(second) }) };
  }
  const ahead = Number(second);
  return { status: 'held', remainingMs: Number(first), ...(ahead < 0 ? {} : { ahead }) };
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

/** Takes waiters out of the line; a lease that one of them holds ends. */
export async function leaveLine(
  { runner, keys }: StoreContext,
  sessionId: string,
  waiters: readonly string[],
): Promise<void> {
  const key = keys.bucketOf(sessionId).session + sessionId;
  const reply = await runner.run(SCRIPTS.leave, [key], () => waiters, { opId: mintOpId() });
  if (reply !== 1) missingOf(reply);
}
