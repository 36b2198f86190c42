import { createHmac, timingSafeEqual } from 'node:crypto';
import { ValidationFailed } from '../../common/app-error.js';
import { type Clock } from '../../common/clock.js';
import { type AppConfig } from '../../config/app-config.js';
import { type IdentityConfig } from '../../config/identity-config.js';
import { IdentityRefused } from '../auth.errors.js';
import { identityKeys } from './identity-keys.js';
import { IdentityTokens } from './identity-tokens.js';

/** What a caller presents to say who the customer is. */
export interface IdentityClaim {
  readonly userId?: string | undefined;
  /** Hexadecimal HMAC-SHA256 of `userId` under one of IDENTITY_SECRETS. */
  readonly userHash?: string | undefined;
  readonly identityToken?: string | undefined;
}

/** Whether the host site vouches for a customer. */
export class IdentityProofs {
  private readonly tokens: IdentityTokens | null;

  /** @throws ConfigInvalid */
  constructor(
    private readonly config: IdentityConfig,
    clock: Clock,
  ) {
    const keys = identityKeys(config);
    this.tokens = keys.length === 0 ? null : new IdentityTokens(keys, config, clock);
  }

  /**
   * The id that was proved; undefined when nothing but a claim was presented.
   * @throws IdentityRefused; ValidationFailed for what can't be asked of this desk, or says two things
   */
  async verify({ userId, userHash, identityToken }: IdentityClaim): Promise<string | undefined> {
    if (identityToken !== undefined) {
      if (userHash !== undefined) throw ValidationFailed.of('userHash', 'must be left out beside identityToken');
      const proved = await this.verifyToken(identityToken);
      if (userId !== undefined && userId !== proved)
        throw ValidationFailed.of('userId', 'is not the sub of identityToken');
      return proved;
    }
    if (userHash === undefined) return undefined;
    if (!userId) throw ValidationFailed.of('userId', 'is missing: userHash is the proof of it');
    this.checkHash(userId, userHash);
    return userId;
  }

  private verifyToken(token: string): Promise<string> {
    if (this.tokens) return this.tokens.verify(token);
    const unset = 'can not be checked: this desk has neither IDENTITY_SECRETS nor IDENTITY_PUBLIC_KEY set';
    throw ValidationFailed.of('identityToken', unset);
  }

  private checkHash(userId: string, userHash: string): void {
    const { secrets } = this.config;
    if (secrets.length === 0) {
      throw ValidationFailed.of('userHash', 'can not be checked: this desk has no IDENTITY_SECRETS set');
    }
    const given = Buffer.from(userHash, 'hex');
    const isGood = secrets
      .map((secret) => createHmac('sha256', secret).update(userId).digest())
      .some((hash) => given.length === hash.length && timingSafeEqual(given, hash));
    if (!isGood) throw new IdentityRefused('The userHash is not that of this userId under a secret of this desk.');
  }
}

/** @throws ConfigInvalid when IDENTITY_PUBLIC_KEY can't be used */
export function createIdentityProofs({ identity }: AppConfig, clock: Clock): IdentityProofs {
  return new IdentityProofs(identity, clock);
}
