import { decodeProtectedHeader, errors, jwtVerify, type JWTPayload } from 'jose';
import { type Clock } from '../../common/clock.js';
import { type IdentityConfig } from '../../config/identity-config.js';
import { IdentityRefused } from '../auth.errors.js';
import { type IdentityKey } from './identity-keys.js';

/** Longest id of a customer, in characters. */
const MOST_ID_CHARS = 256;
/** A token is made when a page is shown and used at once. One that is good for longer is a password. In ms. */
const MOST_AHEAD_MS = 24 * 3_600_000;
/** How far the clocks of the site and the desk may be apart, in seconds. */
const LEEWAY_S = 30;

/** JWTs by which the host site says who a customer is: `sub` is the customer's id, `exp` is when the token ends. */
export class IdentityTokens {
  constructor(
    private readonly keys: readonly IdentityKey[],
    private readonly config: Pick<IdentityConfig, 'issuer' | 'audience'>,
    private readonly clock: Clock,
  ) {}

  /** The customer's id. @throws IdentityRefused with what is wrong, for the people who write the signing side */
  async verify(token: string): Promise<string> {
    const algorithm = algorithmOf(token);
    const keys = this.keys.filter((key) => key.algorithm === algorithm);
    if (keys.length === 0) {
      const taken = [...new Set(this.keys.map((key) => key.algorithm))].join(', ');
      throw new IdentityRefused(`The identityToken has another algorithm than this desk takes: ${taken}.`);
    }
    for (const key of keys) {
      const claims = await this.verifyWith(key, token);
      if (claims) return this.customerOf(claims);
    }
    throw new IdentityRefused('The identityToken is not signed by a secret or key of this desk.');
  }

  /** Undefined when another key may have signed it. */
  private async verifyWith({ key, algorithm }: IdentityKey, token: string): Promise<JWTPayload | undefined> {
    const { issuer, audience } = this.config;
    try {
      const { payload } = await jwtVerify(token, key, {
        algorithms: [algorithm],
        requiredClaims: ['sub', 'exp'],
        currentDate: this.clock.date(),
        clockTolerance: LEEWAY_S,
        ...(issuer === null ? {} : { issuer }),
        ...(audience === null ? {} : { audience }),
      });
      return payload;
    } catch (error) {
      if (error instanceof errors.JWSSignatureVerificationFailed) return undefined;
      throw refusalOf(error);
    }
  }

  private customerOf({ sub, exp = 0 }: JWTPayload): string {
    if (typeof sub !== 'string' || sub.length === 0 || sub.length > MOST_ID_CHARS) {
      throw new IdentityRefused(`The identityToken's sub must be the customer's id, 1 to ${MOST_ID_CHARS} characters.`);
    }
    if (!sub.isWellFormed() || sub.includes('\u0000')) {
      throw new IdentityRefused("The identityToken's sub must not contain NUL characters or lone surrogates.");
    }
    if (exp * 1000 > this.clock.now() + MOST_AHEAD_MS + LEEWAY_S * 1000) {
      throw new IdentityRefused("The identityToken's exp must be at most 24 hours ahead; a few minutes are enough.");
    }
    return sub;
  }
}

function algorithmOf(token: string): string | undefined {
  try {
    const { alg, typ } = decodeProtectedHeader(token);
    // Tokens of another kind, such as access tokens (at+jwt), say nothing about who looks at a page (RFC 8725 section 3.11).
    return typ === undefined || typ.toUpperCase() === 'JWT' ? alg : undefined;
  } catch (cause) {
    throw new IdentityRefused('The identityToken is no signed JWT.', { cause });
  }
}

function refusalOf(error: unknown): unknown {
  if (error instanceof errors.JWTExpired) {
    return new IdentityRefused('The identityToken has expired. Sign a new one when the page is loaded.');
  }
  if (error instanceof errors.JWTClaimValidationFailed) {
    return new IdentityRefused(`The identityToken's ${error.claim} is missing or wrong.`);
  }
  if (error instanceof errors.JOSEError)
    return new IdentityRefused('The identityToken is no signed JWT.', { cause: error });
  return error;
}
