import { createHash, randomBytes } from 'node:crypto';

/** `fd_` and four characters: enough to tell keys apart, and 232 secret bits are left. */
const PREFIX_CHARS = 7;

/** A new key, and what is kept of it. */
export interface KeySecret {
  readonly key: string;
  /** How the key begins. */
  readonly prefix: string;
  readonly digest: string;
}

/** A new API key of 256 random bits. */
export function newKeySecret(): KeySecret {
  const key = `fd_${randomBytes(32).toString('base64url')}`;
  return { key, prefix: key.slice(0, PREFIX_CHARS), digest: digestOf(key) };
}

/** What a key is known by: its SHA-256 in hexadecimal. The keys are random, so a slow hash would add nothing. */
export function digestOf(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}
