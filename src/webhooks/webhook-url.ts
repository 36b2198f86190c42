import { isIP } from 'node:net';
import { ValidationFailed } from '../common/app-error.js';
import { isPublicAddress } from './public-address.js';

const LOCAL_NAME = /(^|\.)(localhost|local|internal|home\.arpa)\.?$/;

/**
 * Checks an address that somebody wants events sent to, as far as it can be told without asking a name server; the addresses behind a
 * name are checked whenever something is sent there. @returns it as it will be used
 * @throws ValidationFailed saying what is wrong with it
 */
export function parseWebhookUrl(text: string, { allowPrivate }: { readonly allowPrivate: boolean }): string {
  const url = URL.parse(text);
  if (!url) throw refused('must be a whole address, such as https://example.com/hooks.');
  if (url.protocol !== 'https:' && !(allowPrivate && url.protocol === 'http:'))
    throw refused('must begin with https://.');
  if (url.username !== '' || url.password !== '') {
    throw refused('must hold no user name or password. Deliveries are signed; check the signature instead.');
  }
  if (!allowPrivate && !mayBePublic(url.hostname)) throw refused('must be an address of the public Internet.');
  url.hash = '';
  return url.href;
}

/** The address that a host name of a `URL` is, undefined for a name. Odd notations such as 0x7f.1 are plain addresses by now. */
export function literalAddress(hostname: string): string | undefined {
  const address = hostname.replace(/^\[(.*)\]$/, '$1');
  return isIP(address) === 0 ? undefined : address;
}

function mayBePublic(hostname: string): boolean {
  const address = literalAddress(hostname);
  return address === undefined ? !LOCAL_NAME.test(hostname) : isPublicAddress(address);
}

function refused(message: string): ValidationFailed {
  return ValidationFailed.of('url', message);
}
