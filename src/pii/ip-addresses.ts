import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { type Mention } from './mention.js';

/** Four numbers; what stands before says whether they are a version. */
const FOUR = /(?<![\p{L}\p{N}_.-])\d{1,3}(?:\.\d{1,3}){3}(?![\p{L}\p{N}_]|[.-][\p{L}\p{N}])/gu;
const SIX = /(?<![\p{L}\p{N}_:.])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?![\p{L}\p{N}_:]|\.\d)/giu;
const VERSION =
  /(?:\bv(?:er(?:sion|\.)?)?|release|firmware|build|update|software|app)(?: (?:is|no\.?|number))?[ :]{0,2}$/iu;
/** How far back a word may say that a version follows, characters. */
const REACH = 24;
/** Groups that an address of the sixth version has at least to be told from a time or a piece of code. */
const MIN_GROUPS = 3;

/** Addresses that say nothing of who uses them (RFC 6890): every router at home has one. */
const NOBODYS = new BlockList();
for (const [net, bits] of [
  ...([
    ['0.0.0.0', 8],
    ['10.0.0.0', 8],
    ['100.64.0.0', 10],
    ['127.0.0.0', 8],
    ['169.254.0.0', 16],
  ] as const),
  ...([
    ['172.16.0.0', 12],
    ['192.168.0.0', 16],
    ['224.0.0.0', 3],
  ] as const),
] as const)
  NOBODYS.addSubnet(net, bits, 'ipv4');
NOBODYS.addSubnet('fe80::', 10, 'ipv6');

/** Every public IP address in `text`. Versions, times and addresses of private networks are none. */
export function ipAddresses(text: string): Mention[] {
  const four = [...text.matchAll(FOUR)].filter(({ 0: value, index }) => {
    const before = text.slice(Math.max(0, index - REACH), index);
    return isIPv4(value) && !NOBODYS.check(value, 'ipv4') && !VERSION.test(before);
  });
  const six = [...text.matchAll(SIX)].filter(({ 0: value }) => {
    const groups = value.split(':').filter((group) => group !== '').length;
    return groups >= MIN_GROUPS && isIPv6(value) && !NOBODYS.check(value, 'ipv6');
  });
  return [...four, ...six].map(({ 0: written, index: start }) => ({
    value: written.toLowerCase(),
    start,
    end: start + written.length,
  }));
}
