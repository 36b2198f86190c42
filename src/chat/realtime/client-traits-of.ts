import { type IncomingMessage } from 'node:http';
import { type ClientTraits } from '../../session/fingerprint.js';

/** Who makes a connection, as `clientTraits` tells it of a request: by `User-Agent` and the address that `trustProxy` proxies vouch for. */
export function clientTraitsOf(request: IncomingMessage, trustProxy: number): ClientTraits {
  const forwarded = request.headers['x-forwarded-for'];
  const addresses = [request.socket.remoteAddress ?? '', ...addressesIn(forwarded).reverse()];
  const address = addresses[Math.min(trustProxy, addresses.length - 1)] ?? '';
  return { userAgent: request.headers['user-agent'] ?? '', address };
}

function addressesIn(header: string | string[] | undefined): string[] {
  return (Array.isArray(header) ? header.join(',') : (header ?? ''))
    .split(',')
    .map((address) => address.trim())
    .filter((address) => address !== '');
}
