import { randomUUID } from 'node:crypto';
import { type AcquireResult, type LeaseGrant } from '../session-results.js';
import { firstTaker, standIn, standing, withoutWaiters } from './session-line-state.js';
import { type SessionRecord } from './session-record.js';

/** Whether somebody holds the record's lease now. */
export function isLeased(record: SessionRecord, now: number): boolean {
  return record.leaseUntil > now;
}

/**
 * Takes a free lease under the next fence and a new nonce, if none but the caller is next in line; else keeps the places of the
 * caller's waiters.
 */
export function acquireLease(
  record: SessionRecord,
  { leaseMs, waiters }: { readonly leaseMs: number; readonly waiters: ReadonlySet<string> },
  now: number,
): AcquireResult {
  const isHeld = isLeased(record, now);
  if (isHeld && waiters.has(record.nonce)) return grantOf(record);
  const line = standing(record.line, now);
  const taker = isHeld ? undefined : firstTaker(line, waiters, randomUUID);
  if (taker !== undefined) {
    record.line = standIn(line, waiters, { now, taker });
    record.fence += 1;
    record.nonce = taker;
    record.leaseUntil = now + leaseMs;
    return grantOf(record);
  }
  const remainingMs = isHeld ? record.leaseUntil - now : 0;
  if (waiters.size === 0) return { status: 'held', remainingMs };
  record.line = standIn(line, waiters, { now });
  const ahead = record.line.findIndex(({ waiter }) => waiters.has(waiter));
  return { status: 'held', remainingMs, ...(ahead < 0 ? {} : { ahead }) };
}

/** Moves the end of a lease that is still held by this grant; 0 ms from now ends it. */
export function moveLease(record: SessionRecord, grant: LeaseGrant, leaseMs: number, now: number): boolean {
  if (!isLeased(record, now) || record.nonce !== grant.nonce || record.fence !== grant.fence) return false;
  record.leaseUntil = now + leaseMs;
  return true;
}

/** Takes waiters out of the line; a lease that one of them holds ends. */
export function leaveLine(record: SessionRecord, waiters: ReadonlySet<string>, now: number): void {
  record.line = withoutWaiters(record.line, waiters);
  if (isLeased(record, now) && waiters.has(record.nonce)) record.leaseUntil = 0;
}

function grantOf({ sessionId, fence, nonce }: SessionRecord): AcquireResult {
  return { status: 'applied', grant: Object.freeze({ sessionId, fence, nonce }) };
}
