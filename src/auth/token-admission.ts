import { Injectable } from '@nestjs/common';
import { type ClientTraits } from '../session/fingerprint.js';
import { FingerprintCheck } from '../session/fingerprint-check.js';
import { InjectSessionStore, type SessionStore } from '../session/session-store.js';
import { type VerifiedToken } from '../session/session-tokens.js';
import { TokenGenerations } from './token-generations.js';

interface AdmissionOptions {
  /** Leaves the session's version as it is. */
  readonly readOnly?: boolean;
  /** Another client than the one the session is bound to may pass. */
  readonly anyClient?: boolean | undefined;
}

/** Whether a genuine token opens its session now: not revoked, and used by the client it was given to. One read answers both. */
@Injectable()
export class TokenAdmission {
  constructor(
    @InjectSessionStore() private readonly store: SessionStore,
    private readonly generations: TokenGenerations,
    private readonly fingerprints: FingerprintCheck,
  ) {}

  /** @throws what `TokenGenerations.check` and `FingerprintCheck.check` throw */
  async admit(
    token: VerifiedToken,
    client: ClientTraits,
    { readOnly, anyClient }: AdmissionOptions = {},
  ): Promise<void> {
    const { sessionId } = token;
    const reading = this.store.get(sessionId);
    // First, so that the holder of a revoked token binds nothing.
    await this.generations.check(token, reading);
    if (!anyClient) await this.fingerprints.check(sessionId, client, { readOnly: readOnly ?? false, reading });
  }
}
