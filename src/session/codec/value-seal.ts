import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto';
import { SessionCorrupt } from '../session.errors.js';
import { assembleEnvelope, envelopeHeader, type Envelope, TAG_BYTES } from './envelope.js';
import { type ValuePlace } from './value-codec.js';

const CIPHER = 'aes-256-gcm';
const CIPHER_OPTIONS = { authTagLength: TAG_BYTES };
/** First part of the authenticated data: what was sealed, in which layout. */
const LAYOUT = 'frontdesk session value 1';

/** A key's name and what its envelopes begin with. */
export interface Sealer {
  readonly kid: string;
  readonly header: Buffer;
}

/** The sealer of the key of that name. */
export function sealerOf(kid: string): Sealer {
  return { kid, header: envelopeHeader(kid) };
}

/** Seals JSON text for its place with AES-256-GCM. The nonce must never have been used with this key. */
export function sealValue(json: string, place: ValuePlace, sealer: Sealer, key: KeyObject, nonce: Buffer): Buffer {
  const cipher = createCipheriv(CIPHER, key, nonce, CIPHER_OPTIONS);
  cipher.setAAD(authenticatedData(sealer.kid, place));
  const ciphertext = cipher.update(json, 'utf8');
  cipher.final();
  return assembleEnvelope(sealer.header, nonce, ciphertext, cipher.getAuthTag());
}

/**
 * The JSON text inside an envelope.
 * @throws SessionCorrupt when anything but this text was sealed, or for another place
 */
export function openValue({ kid, nonce, ciphertext, tag }: Envelope, place: ValuePlace, key: KeyObject): string {
  const decipher = createDecipheriv(CIPHER, key, nonce, CIPHER_OPTIONS);
  decipher.setAAD(authenticatedData(kid, place));
  decipher.setAuthTag(tag);
  const text = decipher.update(ciphertext);
  try {
    decipher.final();
  } catch (cause) {
    throw new SessionCorrupt(place.field, 'was changed, or moved from another field or session', { cause });
  }
  return text.toString();
}

/** NUL ends each part. None of the parts may hold one (kids, session ids, incarnations and field names can't), so no two places share it. */
function authenticatedData(kid: string, { sessionId, incarnation, field }: ValuePlace): Buffer {
  return Buffer.from(`${LAYOUT}\0${kid}\0${sessionId}\0${incarnation}\0${field}`);
}
