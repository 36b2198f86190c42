import { isIP } from 'node:net';

/** The groups of 16 bits that name the network of an IPv6 address: /64, which is what one customer of a provider gets at least. */
const NETWORK_GROUPS = 4;
const GROUPS = 8;
/** An IPv4 address mapped into IPv6 (RFC 4291, section 2.5.5.2) in its canonical spelling. */
const MAPPED_IPV4 = /^::ffff:([\da-f]{1,4}):([\da-f]{1,4})$/;

/**
 * What calls from an address are counted by: an IPv4 address, also one mapped into IPv6; of an IPv6 address its /64, because whoever
 * has one address has all of those. `unknown` for what is no address.
 */
export function callerAddress(address: string): string {
  const [plain = ''] = address.split('%', 1);
  const version = isIP(plain);
  if (version === 0) return 'unknown';
  if (version === 4) return plain;
  // A URL's host has the one canonical spelling, with at most one `::` and no dotted part.
  const canonical = new URL(`http://[${plain}]`).hostname.slice(1, -1);
  const [, high, low] = MAPPED_IPV4.exec(canonical) ?? [];
  if (high !== undefined && low !== undefined) return [high, low].flatMap(bytesOf).join('.');
  return `${groupsOf(canonical).slice(0, NETWORK_GROUPS).join(':')}::/64`;
}

function groupsOf(canonical: string): string[] {
  const [head = [], tail] = canonical.split('::').map((part) => part.split(':').filter((group) => group !== ''));
  if (!tail) return head;
  return [...head, ...new Array<string>(GROUPS - head.length - tail.length).fill('0'), ...tail];
}

function bytesOf(group: string): number[] {
  const value = parseInt(group, 16);
  return [value >> 8, value & 0xff];
}
