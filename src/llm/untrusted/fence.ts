import { randomBytes } from 'node:crypto';
import { cleanUntrusted } from './clean-untrusted.js';
import { FENCE_CLOSE, FENCE_OPEN } from './role-markers.js';

/** A new nonce for the fences of one request, 96 random bits: nobody who wrote a text before can know it. */
export function newNonce(): string {
  return randomBytes(12).toString('hex');
}

/**
 * `text` between delimiters that name its `kind` (such as `knowledge` or `customer message`) and carry the request's nonce. The
 * text is cleaned on the way in and can hold neither the delimiters' characters nor the nonce, so it can't end its own fence.
 */
export function fence(kind: string, text: string, nonce: string): string {
  const inside = cleanUntrusted(text).replaceAll(nonce, '');
  return `${FENCE_OPEN}${kind} ${nonce}${FENCE_CLOSE}\n${inside}\n${FENCE_OPEN}end ${nonce}${FENCE_CLOSE}`;
}
