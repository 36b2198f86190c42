import { randomUUID } from 'node:crypto';
import { ValidationFailed } from '../common/app-error.js';

/** What a session id may look like, minted here or supplied by a trusted caller: 1..128 characters that are safe in a path and a key. */
export const SESSION_ID_PATTERN = /^[A-Za-z0-9._:-]{1,128}$/;

/** A new session id (UUID version 4). The id is not a secret: the signed session token is. */
export function newSessionId(): string {
  return randomUUID();
}

/**
 * The value as a session id.
 * @throws ValidationFailed naming `sessionId`
 */
export function parseSessionId(value: unknown): string {
  if (typeof value === 'string' && SESSION_ID_PATTERN.test(value)) return value;
  throw ValidationFailed.of('sessionId', 'must be 1 to 128 characters of A-Z a-z 0-9 . _ : -');
}
