import { type EncryptionKey, KeyRing } from './key-ring.js';
import { NoncePool } from './nonce-pool.js';
import { parseEnvelope } from './envelope.js';
import { PLAIN_CODEC, type ValueCodec, type ValuePlace } from './value-codec.js';
import { openValue, sealerOf, sealValue } from './value-seal.js';

/** Every value is an AES-256-GCM envelope; there is no way around it for plain text. */
class SealingCodec implements ValueCodec {
  readonly seals = true;
  private readonly sealer;
  private readonly nonces = new NoncePool();

  constructor(private readonly keys: KeyRing) {
    this.sealer = sealerOf(keys.sealingKid);
  }

  encode(json: string, place: ValuePlace): Buffer {
    const key = this.keys.sessionKey(this.sealer.kid, place.incarnation, place.field);
    return sealValue(json, place, this.sealer, key, this.nonces.take());
  }

  decode(stored: string | Buffer, place: ValuePlace): string {
    const envelope = parseEnvelope(stored, place.field);
    return openValue(envelope, place, this.keys.sessionKey(envelope.kid, place.incarnation, place.field));
  }

  /** What isn't an envelope at all counts as stale too, so that whoever seals it anew meets the error of `decode`. */
  isStale(stored: string | Buffer): boolean {
    const { header } = this.sealer;
    return typeof stored === 'string' || !stored.subarray(0, header.length).equals(header);
  }
}

/**
 * The codec for these master keys: the first seals, all open; without any, values stay plain.
 * @throws StoreMisconfigured when a key can't be used
 */
export function createValueCodec(keys: readonly EncryptionKey[]): ValueCodec {
  return keys.length === 0 ? PLAIN_CODEC : new SealingCodec(new KeyRing(keys));
}
