import { Injectable } from '@nestjs/common';
import { TokenAdmission } from '../../auth/token-admission.js';
import { TokenGenerations } from '../../auth/token-generations.js';
import { ValidationFailed } from '../../common/app-error.js';
import { Clock } from '../../common/clock.js';
import { LiveSessions } from '../../conversation/live-sessions.js';
import { type ClientTraits } from '../../session/fingerprint.js';
import { SessionTokens, type VerifiedToken } from '../../session/session-tokens.js';
import { Unauthenticated } from '../../session/session.errors.js';
import { type ChatConnection } from './sockets.js';

/** Lets customers in by the token of their session, as the guard of REST does. */
@Injectable()
export class CustomerHandshake {
  constructor(
    private readonly tokens: SessionTokens,
    private readonly admission: TokenAdmission,
    private readonly generations: TokenGenerations,
    private readonly liveSessions: LiveSessions,
    private readonly clock: Clock,
  ) {}

  /**
   * Reads `auth: {token, lastSeq?}`.
   * @throws Unauthenticated, SessionExpired, ValidationFailed, what `TokenAdmission.admit` throws, SessionNotFound, SessionGone
   */
  async admit({ token, lastSeq }: Readonly<Record<string, unknown>>, traits: ClientTraits): Promise<ChatConnection> {
    const verified = await this.verify(token);
    const { sessionId } = verified;
    const after = lastSeqOf(lastSeq);
    await this.admission.admit(verified, traits);
    await this.liveSessions.open(sessionId);
    return { sessionId, lastSeq: after, token: verified, checkedAt: this.clock.now() };
  }

  /** What a token says with which a connection goes on. @throws Unauthenticated, SessionExpired, TokenRevoked */
  async renew(token: unknown): Promise<VerifiedToken> {
    const verified = await this.verify(token);
    await this.generations.check(verified);
    return verified;
  }

  private async verify(token: unknown): Promise<VerifiedToken> {
    if (typeof token !== 'string') throw new Unauthenticated('Send the session token as auth.token.');
    return this.tokens.verify(token);
  }
}

function lastSeqOf(value: unknown): number | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw ValidationFailed.of('lastSeq', 'must be the seq of the last event seen, 0 or higher');
}
