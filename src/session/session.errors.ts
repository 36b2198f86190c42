import { AppError } from '../common/app-error.js';
import { type Missing } from './session-results.js';

/** The session store can't be used now. Surely not applied: the same call may be sent again. */
export class StoreUnavailable extends AppError {
  readonly code = 'store_unavailable';
  readonly kind = 'unavailable';
  override readonly retryable = true;
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

/** The error a caller sees for a session that isn't there: 404, 410 or 401 at the edge. */
export function missingSession(missing: Missing): SessionNotFound | SessionGone | SessionExpired {
  if (missing.status === 'expired') return new SessionExpired('The session has expired.');
  if (missing.deleted) return new SessionGone('The session was deleted.');
  return new SessionNotFound('There is no such session.');
}
