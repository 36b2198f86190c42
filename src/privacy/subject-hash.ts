import { createHmac, hkdfSync } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type AppConfig } from '../config/app-config.js';
import { InjectConfig } from '../config/config.module.js';

/** What the derived keys are for, in which layout. */
const LABEL = 'frontdesk erasure receipts 1';

/**
 * What a receipt keeps of a user id: HMAC-SHA-256 under keys derived from AUTH_TOKEN_SECRET(S). Without the secret nobody can try ids, and
 * once a secret has left the list its receipts can only be found by their own ids.
 */
@Injectable()
export class SubjectHash {
  private readonly keys: readonly Buffer[];

  constructor(@InjectConfig() { auth }: Pick<AppConfig, 'auth'>) {
    this.keys = auth.tokenSecrets.map((secret) => Buffer.from(hkdfSync('sha256', secret, '', LABEL, 32)));
  }

  /** Under every configured secret; the first one is for new receipts. */
  of(userId: string): readonly string[] {
    return this.keys.map((key) => createHmac('sha256', key).update(userId, 'utf8').digest('base64url'));
  }
}
