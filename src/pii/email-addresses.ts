import { type Mention } from './mention.js';

/**
 * An address as people type it: RFC 5322's unquoted local part (letters of any script, RFC 6531), a host of labels without
 * leading or trailing hyphen, and a top level of letters or an A-label. Dots and commas that end a sentence stay outside.
 */
const ADDRESS =
  /(?<![\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-])[\p{L}\p{N}!#$%&*+/=?^_{|}~-]+(?:[.'][\p{L}\p{N}!#$%&*+/=?^_{|}~-]+)*@(?:[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}])?\.)+(?:xn--[a-z0-9-]{2,59}|[\p{L}\p{M}]{2,63})(?![\p{L}\p{N}_-])/giu;

/** Longest address there can be, in characters (RFC 5321, 4.5.3.1.3). */
const MAX_ADDRESS = 254;

/** Every e-mail address in `text`, its host in lower case. */
export function emailAddresses(text: string): Mention[] {
  const found: Mention[] = [];
  // No address without the sign: spares the pattern on nearly every message.
  if (!text.includes('@')) return found;
  for (const match of text.matchAll(ADDRESS)) {
    const [address] = match;
    if (address.length > MAX_ADDRESS) continue;
    const at = address.lastIndexOf('@');
    const value = address.slice(0, at + 1) + address.slice(at + 1).toLowerCase();
    found.push({ value, start: match.index, end: match.index + address.length });
  }
  return found;
}
