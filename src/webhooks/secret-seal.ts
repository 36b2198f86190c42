import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type AppConfig } from '../config/app-config.js';
import { InjectConfig } from '../config/config.module.js';
import { SecretUnreadable } from './webhooks.errors.js';

/** What the derived keys are for, in which layout; also bound to every sealed secret. */
const LABEL = 'frontdesk webhook secrets 1';
const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** `sealed.<kid>.<base64url of nonce, text and tag>`; a secret that is not sealed begins with `whsec_`. */
const SEALED = /^sealed\.([A-Za-z0-9_-]{1,16})\.([A-Za-z0-9_-]+)$/;

/**
 * How signing secrets lie in the database: sealed under the first of SESSION_ENCRYPTION_KEYS, opened with any of them; without such
 * keys as they are.
 */
@Injectable()
export class SecretSeal {
  private readonly keys: ReadonlyMap<string, Buffer>;
  private readonly sealsWith: string | undefined;

  constructor(@InjectConfig() { session }: AppConfig) {
    this.keys = new Map(session.encryptionKeys.map(({ kid, key }) => [kid, derived(key)]));
    this.sealsWith = session.encryptionKeys[0]?.kid;
  }

  /** What to store of a secret. */
  seal(secret: string): string {
    const key = this.sealsWith === undefined ? undefined : this.keys.get(this.sealsWith);
    if (key === undefined) return secret;
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(LABEL));
    const sealed = Buffer.concat([nonce, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return `sealed.${this.sealsWith}.${sealed.toString('base64url')}`;
  }

  /** The secret that was stored. @throws SecretUnreadable when its key is not configured any more, or it was changed */
  open(stored: string): string {
    const [, kid, text] = SEALED.exec(stored) ?? [];
    if (kid === undefined || text === undefined) return stored;
    const key = this.keys.get(kid);
    if (!key) throw new SecretUnreadable(`The key ${kid} that sealed this secret is not in SESSION_ENCRYPTION_KEYS.`);
    try {
      const sealed = Buffer.from(text, 'base64url');
      const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
      decipher.setAAD(Buffer.from(LABEL)).setAuthTag(sealed.subarray(-TAG_BYTES));
      return decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
    } catch (cause) {
      throw new SecretUnreadable('A signing secret was changed in the database. Rotate it.', { cause });
    }
  }

  /**
   * The secret that signs, and of those before it what can still be opened: a lost key should not outlive the rotation that mends it.
   * @throws SecretUnreadable for the first one
   */
  openAll([current, ...previous]: readonly string[]): string[] {
    return [current ?? '', ...previous.filter((stored) => this.canOpen(stored))].map((stored) => this.open(stored));
  }

  private canOpen(stored: string): boolean {
    try {
      this.open(stored);
      return true;
    } catch {
      return false;
    }
  }
}

function derived(key: string): Buffer {
  return Buffer.from(hkdfSync('sha256', Buffer.from(key, 'base64'), '', LABEL, 32));
}
