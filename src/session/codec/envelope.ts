import { SessionCorrupt } from '../session.errors.js';

/** First byte of a sealed value, also the number of its layout. No JSON text begins with it. */
const SEALED = 0x01;

/** Bytes of the random nonce: 96 bits, the length AES-GCM is made for (NIST SP 800-38D, 8.2.2). */
export const NONCE_BYTES = 12;

/** Bytes of the authentication tag; a shorter one is easier to forge and always refused. */
export const TAG_BYTES = 16;

/** Names of keys: 1..16 characters. */
export const KID_PATTERN = /^[A-Za-z0-9_-]{1,16}$/;

/** The parts of a sealed value; views of its bytes. */
export interface Envelope {
  readonly kid: string;
  readonly nonce: Buffer;
  readonly ciphertext: Buffer;
  readonly tag: Buffer;
}

/** Whether stored bytes claim to be a sealed value. */
export function isSealed(stored: string | Buffer): boolean {
  return (typeof stored === 'string' ? stored.charCodeAt(0) : stored[0]) === SEALED;
}

/** What every value begins with that the key `kid` sealed: `0x01 | kidLen | kid`. */
export function envelopeHeader(kid: string): Buffer {
  return Buffer.concat([Buffer.of(SEALED, kid.length), Buffer.from(kid, 'latin1')]);
}

/** `header | nonce | ciphertext | tag` in one buffer. */
export function assembleEnvelope(header: Buffer, nonce: Buffer, ciphertext: Buffer, tag: Buffer): Buffer {
  const start = header.length + NONCE_BYTES;
  const envelope = Buffer.allocUnsafe(start + ciphertext.length + TAG_BYTES);
  header.copy(envelope);
  nonce.copy(envelope, header.length);
  ciphertext.copy(envelope, start);
  tag.copy(envelope, start + ciphertext.length);
  return envelope;
}

/**
 * Takes a sealed value apart. Says nothing yet about whether it is genuine.
 * @throws SessionCorrupt naming `field` when the bytes can't be an envelope
 */
export function parseEnvelope(stored: string | Buffer, field: string): Envelope {
  if (!isSealed(stored)) throw new SessionCorrupt(field, 'is not sealed, and session encryption is on');
  if (typeof stored === 'string') throw new SessionCorrupt(field, 'was read as text, which garbles sealed bytes');
  const nonceAt = 2 + (stored[1] ?? 0);
  const textAt = nonceAt + NONCE_BYTES;
  const tagAt = stored.length - TAG_BYTES;
  if (tagAt <= textAt) throw new SessionCorrupt(field, 'is too short for a sealed value');
  return {
    kid: stored.toString('latin1', 2, nonceAt),
    nonce: stored.subarray(nonceAt, textAt),
    ciphertext: stored.subarray(textAt, tagAt),
    tag: stored.subarray(tagAt),
  };
}
