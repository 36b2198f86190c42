import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { KeyUnknown, SessionCorrupt, StoreMisconfigured } from '../session.errors.js';
import { KID_PATTERN } from './envelope.js';

/** A master key as it is configured: its name and 32 random bytes in base64. */
export interface EncryptionKey {
  readonly kid: string;
  readonly key: string;
}

const KEY_BYTES = 32;
const KEY_PATTERN = /^[A-Za-z0-9+/]{43}=?$/;

/** HKDF's `info`: what the derived keys are for, in which layout. */
const DERIVATION_LABEL = 'frontdesk session values 1';

/** Derived keys kept per master key, about 1.1 kB each. Deriving one costs about 11 us, as much as opening two values. */
const CACHED_KEYS = 4096;

interface MasterKey {
  readonly secret: KeyObject;
  readonly derived: LRUCache<string, KeyObject>;
}

/**
 * The master keys, which never touch a value themselves: each life of a session (its incarnation) has its own key, derived by
 * HKDF-SHA256 (RFC 5869). So random nonces stay far below the 2^32 messages that one key may carry (NIST SP 800-38D, 8.3).
 */
export class KeyRing {
  /** Name of the key that seals: the first one. */
  readonly sealingKid: string;
  private readonly masters = new Map<string, MasterKey>();

  /**
   * @param keys the first seals, all open
   * @throws StoreMisconfigured for no key, a bad or repeated name, a key that isn't 32 bytes of base64, one key under two names
   */
  constructor(keys: readonly EncryptionKey[]) {
    const [first] = keys;
    if (!first) throw new StoreMisconfigured('SESSION_ENCRYPTION_KEYS holds no key.');
    this.sealingKid = first.kid;
    for (const { kid, key } of keys) {
      const secret = createSecretKey(parseKey(kid, key));
      if (this.masters.has(kid)) throw new StoreMisconfigured(`SESSION_ENCRYPTION_KEYS names "${kid}" twice.`);
      for (const [other, master] of this.masters) {
        if (!master.secret.equals(secret)) continue;
        throw new StoreMisconfigured(`SESSION_ENCRYPTION_KEYS: "${other}" and "${kid}" are the same key.`);
      }
      this.masters.set(kid, { secret, derived: new LRUCache({ max: CACHED_KEYS }) });
    }
  }

  /**
   * The key of one life of a session.
   * @throws KeyUnknown when no key has that name; SessionCorrupt naming `field` when none could have it
   */
  sessionKey(kid: string, incarnation: string, field: string): KeyObject {
    const master = this.masters.get(kid);
    if (!master) {
      throw KID_PATTERN.test(kid) ? new KeyUnknown(kid) : new SessionCorrupt(field, 'names a key that cannot exist');
    }
    const cached = master.derived.get(incarnation);
    if (cached) return cached;
    const bytes = hkdfSync('sha256', master.secret, incarnation, DERIVATION_LABEL, KEY_BYTES);
    const derived = createSecretKey(Buffer.from(bytes));
    master.derived.set(incarnation, derived);
    return derived;
  }
}

function parseKey(kid: string, key: string): Buffer {
  if (!KID_PATTERN.test(kid)) {
    throw new StoreMisconfigured('SESSION_ENCRYPTION_KEYS: a key name must be 1 to 16 characters of A-Z a-z 0-9 _ -.');
  }
  if (!KEY_PATTERN.test(key)) {
    throw new StoreMisconfigured(
      `SESSION_ENCRYPTION_KEYS: "${kid}" must be 32 bytes in base64, as "openssl rand -base64 32" prints them.`,
    );
  }
  return Buffer.from(key, 'base64');
}
