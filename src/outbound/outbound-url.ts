import { isIP } from 'node:net';
import { ValidationFailed } from '../common/app-error.js';
import { isPublicAddress } from './public-address.js';
import { REFUSED_PORTS } from './refused-ports.js';

const LOCAL_NAME = /(^|\.)(localhost|local|internal|home\.arpa)\.?$/;

/** What an address may be, and the name of the field that it comes in. */
export interface OutboundUrlRules {
  /** Lets it lie in private and loopback networks, and use http. */
  readonly allowPrivate: boolean;
  readonly field: string;
}

/**
 * Checks an address that somebody wants requests sent to, as far as it can be told without asking a name server; the addresses behind
 * a name are checked whenever something is sent there (`sendOnce`). @returns it as it will be used
 * @throws ValidationFailed saying what is wrong with it
 */
export function parseOutboundUrl(text: string, { allowPrivate, field }: OutboundUrlRules): string {
  const url = URL.parse(text);
  if (!url) throw ValidationFailed.of(field, 'must be a whole address, such as https://example.com/hooks.');
  const problem = problemOf(url, allowPrivate);
  if (problem !== undefined) throw ValidationFailed.of(field, problem);
  url.hash = '';
  return url.href;
}

/** The address that a host name of a `URL` is, undefined for a name. Odd notations such as 0x7f.1 are plain addresses by now. */
export function literalAddress(hostname: string): string | undefined {
  const address = hostname.replace(/^\[(.*)\]$/, '$1');
  return isIP(address) === 0 ? undefined : address;
}

function problemOf(url: URL, allowPrivate: boolean): string | undefined {
  if (url.protocol !== 'https:' && !(allowPrivate && url.protocol === 'http:')) return 'must begin with https://.';
  if (url.username !== '' || url.password !== '') {
    return 'must hold no user name or password. Requests are signed; check the signature instead.';
  }
  // An empty port is the protocol's own, 80 or 443.
  if (url.port !== '' && REFUSED_PORTS.has(Number(url.port)))
    return `must not use port ${url.port}, which no web server has.`;
  if (!allowPrivate && !mayBePublic(url.hostname)) return 'must be an address of the public Internet.';
  return undefined;
}

function mayBePublic(hostname: string): boolean {
  const address = literalAddress(hostname);
  return address === undefined ? !LOCAL_NAME.test(hostname) : isPublicAddress(address);
}
