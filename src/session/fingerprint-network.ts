import { isIP } from 'node:net';

const IPV6_GROUPS = 8;
/** The five zero groups and the `ffff` of an IPv4-mapped address (RFC 4291, section 2.5.5.2). */
const MAPPED_IPV4 = ['0', '0', '0', '0', '0', 'ffff'];

/**
 * The network an address belongs to, as far as that says something about its user: the /24 of an IPv4 address, also one mapped into
 * IPv6, and the /48 of an IPv6 address, which is what one site gets at most (RFC 6177). Empty for what is no address.
 */
export function networkOf(address: string): string {
  const [plain = ''] = address.split('%', 1);
  const version = isIP(plain);
  if (version === 0) return '';
  return version === 4 ? ipv4Network(plain.split('.')) : ipv6Network(groupsOf(plain));
}

function ipv4Network(bytes: readonly string[]): string {
  return `${bytes.slice(0, 3).join('.')}.0/24`;
}

function ipv6Network(groups: readonly string[]): string {
  if (MAPPED_IPV4.every((group, at) => groups[at] === group)) {
    return ipv4Network(groups.slice(MAPPED_IPV4.length).flatMap(bytesOf));
  }
  return `${groups.slice(0, 3).join(':')}::/48`;
}

/** All eight groups in lower case without leading zeros, however the address is spelled. */
function groupsOf(address: string): string[] {
  // A URL's host has the one canonical spelling, with at most one `::` and no dotted part.
  const [head = [], tail] = new URL(`http://[${address}]`).hostname
    .slice(1, -1)
    .split('::')
    .map((part) => part.split(':').filter((group) => group !== ''));
  if (!tail) return head;
  return [...head, ...new Array<string>(IPV6_GROUPS - head.length - tail.length).fill('0'), ...tail];
}

function bytesOf(group: string): string[] {
  const value = parseInt(group, 16);
  return [String(value >> 8), String(value & 0xff)];
}
