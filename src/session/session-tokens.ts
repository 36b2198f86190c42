import { createSecretKey, type KeyObject, randomUUID } from 'node:crypto';
import { errors, jwtVerify, type JWTPayload, SignJWT } from 'jose';
import { LRUCache } from 'lru-cache';
import { type Clock } from '../common/clock.js';
import { SessionExpired, Unauthenticated } from './session.errors.js';
import { parseSessionId, SESSION_ID_PATTERN } from './session-id.js';

/** The counter of a live session that holds its generation; the record of it is the conversation's. */
export const TOKEN_GENERATION = 'tokenGeneration';

const ALGORITHM = 'HS256';
const ISSUER = 'frontdesk';
/** Names the purpose (RFC 8725 section 3.11), so that no other token signed with the same secret passes for one of these. */
const TYPE = 'frontdesk-session+jwt';
/** A claim of our own; absent: 0. */
const GENERATION = 'gen';
/** Ours are about 330 characters; what is longer isn't worth a signature check. */
const MAX_TOKEN_CHARS = 1024;
const CACHED_TOKENS = 5000;

/** What a valid token says. Times in ms since the epoch, to the second. */
export interface VerifiedToken {
  readonly sessionId: string;
  /** Tokens of a generation below the session's are revoked; 0 in tokens of versions that knew no revocation. */
  readonly generation: number;
  readonly issuedAt: number;
  readonly expiresAt: number;
}

export interface SessionTokensOptions {
  /** The first signs, all verify: put a new secret in front to rotate, drop the old one after `lifetimeMs`. */
  readonly secrets: readonly string[];
  /** How long a token opens its session, in ms. */
  readonly lifetimeMs: number;
  readonly clock: Clock;
}

/** Bearer tokens of customers: one signed JWT opens one session. Whether it was revoked meanwhile is for its user to look up. */
export class SessionTokens {
  private readonly signingKey: KeyObject;
  private readonly keys: readonly KeyObject[];
  private readonly verified = new LRUCache<string, VerifiedToken>({ max: CACHED_TOKENS });

  constructor(private readonly options: SessionTokensOptions) {
    this.keys = options.secrets.map((secret) => createSecretKey(secret, 'utf8'));
    const [first] = this.keys;
    if (!first) throw new Error('SessionTokens needs at least one secret: set AUTH_TOKEN_SECRET.');
    this.signingKey = first;
  }

  /**
   * A token for the session, of its generation as it is now, good for `lifetimeMs` from now.
   * @throws ValidationFailed for a malformed session id
   */
  async issue(sessionId: string, generation = 0): Promise<{ readonly token: string; readonly expiresAt: number }> {
    const issuedAt = Math.floor(this.options.clock.now() / 1000);
    const expiresAt = issuedAt + Math.ceil(this.options.lifetimeMs / 1000);
    const token = await new SignJWT(generation === 0 ? {} : { [GENERATION]: generation })
      .setProtectedHeader({ alg: ALGORITHM, typ: TYPE })
      .setIssuer(ISSUER)
      .setSubject(parseSessionId(sessionId))
      .setIssuedAt(issuedAt)
      .setExpirationTime(expiresAt)
      .setJti(randomUUID())
      .sign(this.signingKey);
    return { token, expiresAt: expiresAt * 1000 };
  }

  /**
   * The session a token opens. A token once verified is remembered until it expires: the same bytes under the same secrets.
   * @throws SessionExpired for a genuine token past its time; Unauthenticated for everything else
   */
  async verify(token: string): Promise<VerifiedToken> {
    const known = this.verified.get(token);
    if (known) {
      if (this.options.clock.now() < known.expiresAt) return known;
      this.verified.delete(token);
      throw expired();
    }
    if (token.length > MAX_TOKEN_CHARS) throw unauthenticated();
    for (const key of this.keys) {
      const fresh = await this.verifyWith(key, token);
      if (!fresh) continue;
      this.verified.set(token, fresh);
      return fresh;
    }
    throw unauthenticated();
  }

  /** Undefined when another key may have signed it. */
  private async verifyWith(key: KeyObject, token: string): Promise<VerifiedToken | undefined> {
    try {
      const { payload } = await jwtVerify(token, key, {
        algorithms: [ALGORITHM],
        typ: TYPE,
        issuer: ISSUER,
        requiredClaims: ['sub', 'iat', 'exp', 'jti'],
        currentDate: this.options.clock.date(),
      });
      return readClaims(payload);
    } catch (error) {
      if (error instanceof errors.JWSSignatureVerificationFailed) return undefined;
      if (error instanceof errors.JWTExpired) throw expired();
      if (error instanceof errors.JOSEError) throw unauthenticated();
      throw error;
    }
  }
}

function readClaims({ sub, iat, exp, [GENERATION]: generation = 0 }: JWTPayload): VerifiedToken {
  if (sub === undefined || iat === undefined || exp === undefined || !SESSION_ID_PATTERN.test(sub)) {
    throw unauthenticated();
  }
  if (!Number.isSafeInteger(generation) || Number(generation) < 0) throw unauthenticated();
  return Object.freeze({
    sessionId: sub,
    generation: Number(generation),
    issuedAt: iat * 1000,
    expiresAt: exp * 1000,
  });
}

function expired(): SessionExpired {
  return new SessionExpired('The session token has expired.');
}

function unauthenticated(): Unauthenticated {
  return new Unauthenticated('A valid session token is required.');
}
