import { AppError } from '../common/app-error.js';

/** The caller is known and may not do this. */
export class Forbidden extends AppError {
  readonly code = 'forbidden';
  readonly kind = 'forbidden';
}

/** The key has to stay; the message says why and what to do instead. */
export class KeyNotRevocable extends AppError {
  readonly code = 'conflict';
  readonly kind = 'conflict';
}

/** The session token was genuine and is revoked: its holder needs a new one. */
class TokenRevoked extends AppError {
  readonly code = 'token_revoked';
  readonly kind = 'unauthenticated';
}

/** What the holder of a revoked token is told. */
export function tokenRevoked(): TokenRevoked {
  return new TokenRevoked('This session token was revoked. Use the newer one, or open a new session.');
}

/** The proof of who the customer is does not hold. */
export class IdentityRefused extends AppError {
  readonly code = 'identity_invalid';
  readonly kind = 'unauthenticated';
}
