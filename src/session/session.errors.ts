import { AppError, type AppErrorOptions } from '../common/app-error.js';
import { type Missing } from './session-results.js';

/** The session store can't be used now. Surely not applied: the same call may be sent again. */
export class StoreUnavailable extends AppError {
  readonly code = 'store_unavailable';
  readonly kind = 'unavailable';
  override readonly retryable = true;
}

/**
 * The store was asked to change something and did not say whether it did. Send the operation again with the same op-id: it is then
 * applied once in all, or answered as it was the first time.
 */
export class OutcomeUnknown extends AppError {
  readonly code = 'store_outcome_unknown';
  readonly kind = 'unavailable';
  override readonly retryable = true;

  /** @param opId the operation's name, given by the caller or minted by the store */
  constructor(
    message: string,
    readonly opId: string,
    options?: AppErrorOptions,
  ) {
    super(message, options);
  }
}

/** No room for one more session, and nothing that may be evicted. Surely not applied. */
export class StoreFull extends AppError {
  readonly code = 'store_full';
  readonly kind = 'unavailable';
  override readonly retryable = true;
}

/** No such session in the store: never created, evicted, or cleaned up after expiry. Its conversation may still be there. */
export class SessionNotFound extends AppError {
  readonly code = 'not_found';
  readonly kind = 'not_found';
}

/** The session was deleted and stays deleted. */
export class SessionGone extends AppError {
  readonly code = 'gone';
  readonly kind = 'gone';
}

/** The session, or the token that opens it, has run out of time. */
export class SessionExpired extends AppError {
  readonly code = 'session_expired';
  readonly kind = 'unauthenticated';
}

/** The request carries no valid session token. It doesn't say why, so that a forger learns nothing. */
export class Unauthenticated extends AppError {
  readonly code = 'unauthenticated';
  readonly kind = 'unauthenticated';
}

/** Another turn of the same conversation is running, or too many already wait for it. */
export class ConversationBusy extends AppError {
  readonly code = 'conversation_busy';
  readonly kind = 'conflict';
  override readonly retryable = true;
}

/** Why the signal of a held session fired: the lease ended, so work must stop. Guarded writes are refused as soon as somebody else holds it. */
export class LeaseLost extends AppError {
  readonly code = 'lease_lost';
  readonly kind = 'conflict';
  override readonly retryable = true;
}

/** Stored bytes are not what the store wrote: changed, cut, or moved from another field or session. Nothing of them is returned. */
export class SessionCorrupt extends AppError {
  readonly code = 'session_corrupt';
  readonly kind = 'internal';

  /** @param field the damaged field as it is named in the store */
  constructor(
    readonly field: string,
    reason: string,
    options?: AppErrorOptions,
  ) {
    super(`The stored session is damaged: ${field} ${reason}.`, options);
  }
}

/** A value is sealed with a key that this process was not given. The data is whole; the key has to come back. */
export class KeyUnknown extends AppError {
  readonly code = 'session_key_unknown';
  readonly kind = 'internal';

  constructor(readonly kid: string) {
    super(`A session is sealed with the key "${kid}", which SESSION_ENCRYPTION_KEYS does not hold. Put it back.`);
  }
}

/** The session was written by a newer version of this software, which must be used to read it. */
export class SchemaTooNew extends AppError {
  readonly code = 'session_schema_too_new';
  readonly kind = 'internal';
}

/** The store is there but must not be used as it is; the message names the fix. An operator has to act. */
export class StoreMisconfigured extends AppError {
  readonly code = 'store_misconfigured';
  readonly kind = 'unavailable';
}

/**
 * Whether the session store failed as a whole, whatever the session: out of reach, silent, full or set up wrong. What is on record
 * can be served without it.
 */
export function isStoreAway(error: unknown): boolean {
  return (
    error instanceof StoreUnavailable ||
    error instanceof OutcomeUnknown ||
    error instanceof StoreFull ||
    error instanceof StoreMisconfigured
  );
}

/** The error a caller sees for a session that isn't there: 404, 410 or 401 at the edge. */
export function missingSession(missing: Missing): SessionNotFound | SessionGone | SessionExpired {
  if (missing.status === 'expired') return new SessionExpired('The session has expired.');
  if (missing.deleted) return new SessionGone('The session was deleted.');
  return new SessionNotFound('There is no such session.');
}
