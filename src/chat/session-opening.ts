import { Injectable } from '@nestjs/common';
import { Forbidden } from '../auth/auth.errors.js';
import { type IdentityClaim, IdentityProofs } from '../auth/identity/identity-proofs.js';
import { type Principal } from '../auth/principal.js';
import { type ClientTraits } from '../session/fingerprint.js';
import { FingerprintCheck } from '../session/fingerprint-check.js';
import { type JsonValue } from '../session/json-value.js';
import { type SessionData } from '../session/session-data.js';
import { SessionTokens } from '../session/session-tokens.js';
import { SessionDirectory } from './session-directory.js';

/** What is asked for with a new session. */
export interface SessionRequest extends IdentityClaim {
  readonly sessionId?: string | undefined;
  readonly metadata?: Readonly<Record<string, JsonValue>> | undefined;
}

/** A new session, and the token that opens it. */
export interface OpenedSession {
  readonly session: SessionData;
  readonly userVerified: boolean;
  readonly token: string;
  /** In ms since the epoch. */
  readonly expiresAt: number;
}

/** Opens sessions: for anybody, for customers whom the host site vouches for, and for services that vouch themselves. */
@Injectable()
export class SessionOpening {
  constructor(
    private readonly directory: SessionDirectory,
    private readonly proofs: IdentityProofs,
    private readonly fingerprints: FingerprintCheck,
    private readonly tokens: SessionTokens,
  ) {}

  /** @throws Forbidden, IdentityRefused, what `SessionDirectory.create` throws */
  async open(
    { sessionId, metadata, ...claim }: SessionRequest,
    caller: Principal | undefined,
    client: ClientTraits,
  ): Promise<OpenedSession> {
    const trusted = caller?.kind === 'api_key';
    if (sessionId !== undefined && !trusted) {
      throw new Forbidden('Choosing the sessionId needs an API key. Leave it out to get a new one.');
    }
    const proved = await this.proofs.verify(claim);
    const userId = proved ?? claim.userId;
    const userVerified = proved !== undefined || (trusted && userId !== undefined);
    const session = await this.directory.create({
      ...{ sessionId, userId, userVerified, metadata },
      // A service passes the token on: the client that is bound is the one that uses it first.
      bind: trusted ? undefined : (id) => this.fingerprints.take(id, client),
    });
    return { session, userVerified, ...(await this.tokens.issue(session.sessionId)) };
  }
}
