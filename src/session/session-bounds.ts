import { ValidationFailed } from '../common/app-error.js';
import { SESSION_ID_PATTERN } from './session-id.js';
import { MAX_LINE, MAX_TTL_MS } from './session-limits.js';

/**
 * An integer of a range.
 * @throws ValidationFailed naming the field
 */
export function parseInteger(field: string, value: number, least: number, most: number): number {
  if (Number.isSafeInteger(value) && value >= least && value <= most) return value;
  throw ValidationFailed.of(field, `must be an integer from ${least} to ${most}`);
}

/**
 * A span of time in ms, 1..MAX_TTL_MS.
 * @throws ValidationFailed naming the field
 */
export function parseTtl(field: string, value: number): number {
  return parseInteger(field, value, 1, MAX_TTL_MS);
}

/**
 * Ids of waiters, at most MAX_LINE; they have the form of a session id.
 * @throws ValidationFailed naming `waiters`
 */
export function parseWaiters(waiters: readonly string[]): readonly string[] {
  if (waiters.length <= MAX_LINE && waiters.every((waiter) => SESSION_ID_PATTERN.test(waiter))) return waiters;
  throw ValidationFailed.of('waiters', `must be at most ${MAX_LINE} ids of 1 to 128 characters of A-Z a-z 0-9 . _ : -`);
}

/**
 * An op-id; it has the form of a session id.
 * @throws ValidationFailed naming `opId`
 */
export function parseOpId(opId: string | undefined): string | undefined {
  if (opId === undefined || SESSION_ID_PATTERN.test(opId)) return opId;
  throw ValidationFailed.of('opId', 'must be 1 to 128 characters of A-Z a-z 0-9 . _ : -');
}
