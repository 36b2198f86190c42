import { randomBytes } from 'node:crypto';
import { ValidationFailed } from '../common/app-error.js';

const PREFIX = 'whsec_';
/** The bounds of Standard Webhooks. */
const BYTES = { least: 24, most: 64, made: 32 };

/** A new secret as both sides know it: `whsec_` and 256 random bits in base64. */
export function newSigningSecret(): string {
  return PREFIX + randomBytes(BYTES.made).toString('base64');
}

/** @throws ValidationFailed unless `secret` is `whsec_` and base64, with its padding, of 24 to 64 bytes */
export function checkSigningSecret(secret: string): void {
  const base64 = secret.slice(PREFIX.length);
  const key = Buffer.from(base64, 'base64');
  const isCanonical = secret.startsWith(PREFIX) && key.toString('base64') === base64;
  if (isCanonical && key.length >= BYTES.least && key.length <= BYTES.most) return;
  throw ValidationFailed.of(
    'secret',
    `must be ${PREFIX} and base64 of ${BYTES.least} to ${BYTES.most} bytes. Leave it out to get one.`,
  );
}
