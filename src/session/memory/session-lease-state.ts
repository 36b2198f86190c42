import { randomUUID } from 'node:crypto';
import { type AcquireResult, type LeaseGrant } from '../session-results.js';
import { type SessionRecord } from './session-record.js';

/** Whether somebody holds the record's lease now. */
export function isLeased(record: SessionRecord, now: number): boolean {
  return record.leaseUntil > now;
}

/** Takes a free lease under the next fence and a new nonce. */
export function acquireLease(record: SessionRecord, leaseMs: number, now: number): AcquireResult {
  if (isLeased(record, now)) return { status: 'held', remainingMs: record.leaseUntil - now };
  record.fence += 1;
  record.nonce = randomUUID();
  record.leaseUntil = now + leaseMs;
  const { sessionId, fence, nonce } = record;
  return { status: 'applied', grant: Object.freeze({ sessionId, fence, nonce }) };
}

/** Moves the end of a lease that is still held by this grant; 0 ms from now ends it. */
export function moveLease(record: SessionRecord, grant: LeaseGrant, leaseMs: number, now: number): boolean {
  if (!isLeased(record, now) || record.nonce !== grant.nonce || record.fence !== grant.fence) return false;
  record.leaseUntil = now + leaseMs;
  return true;
}
