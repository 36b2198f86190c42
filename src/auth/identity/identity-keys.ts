import { createPublicKey, createSecretKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ConfigInvalid } from '../../config/config-invalid.js';
import { type IdentityConfig } from '../../config/identity-config.js';

/** A key that verifies identity tokens, and the only algorithm that it is good for. */
export interface IdentityKey {
  readonly key: KeyObject;
  readonly algorithm: 'HS256' | 'RS256' | 'ES256' | 'EdDSA';
}

/** The shortest RSA key that RFC 7518 (section 3.3) allows, in bits. */
const LEAST_RSA_BITS = 2048;

/**
 * The keys that the configuration names; reads the file of IDENTITY_PUBLIC_KEY if that is one.
 * @throws ConfigInvalid when there is no usable public key in it
 */
export function identityKeys({ secrets, publicKey }: IdentityConfig): readonly IdentityKey[] {
  const shared = secrets.map((secret): IdentityKey => ({ key: createSecretKey(secret, 'utf8'), algorithm: 'HS256' }));
  return publicKey === null ? shared : [...shared, readPublicKey(publicKey)];
}

function readPublicKey(value: string): IdentityKey {
  let key: KeyObject;
  try {
    const pem = value.trimStart().startsWith('-----') ? value.replaceAll('\\n', '\n') : readFileSync(value, 'utf8');
    // Node would derive the public key of a private one, which has no business here.
    if (!pem.includes('-----BEGIN PUBLIC KEY-----')) throw new Error('there is no "BEGIN PUBLIC KEY" in it');
    key = createPublicKey(pem);
  } catch (cause) {
    throw invalid(`can't be used: ${cause instanceof Error ? cause.message : String(cause)}`, cause);
  }
  const algorithm = algorithmOf(key);
  if (!algorithm) throw invalid(`must be an RSA key of ${LEAST_RSA_BITS} bits or more, a P-256 key or an Ed25519 key`);
  return { key, algorithm };
}

function algorithmOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): IdentityKey['algorithm'] | undefined {
  if (asymmetricKeyType === 'ed25519') return 'EdDSA';
  if (asymmetricKeyType === 'ec') return asymmetricKeyDetails?.namedCurve === 'prime256v1' ? 'ES256' : undefined;
  if (asymmetricKeyType !== 'rsa') return undefined;
  return (asymmetricKeyDetails?.modulusLength ?? 0) >= LEAST_RSA_BITS ? 'RS256' : undefined;
}

function invalid(message: string, cause?: unknown): ConfigInvalid {
  return new ConfigInvalid([{ field: 'IDENTITY_PUBLIC_KEY', message }], cause);
}
