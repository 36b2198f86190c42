import { type LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { type LookupFunction } from 'node:net';
import { AddressRefused } from './outbound.errors.js';
import { literalAddress } from './outbound-url.js';
import { isPublicAddress } from './public-address.js';

/** Asks for the addresses of a host name. */
export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>;

const askSystem: Resolve = (hostname) => lookup(hostname, { all: true });

/**
 * The addresses behind the host of a `URL`, each of them public unless `allowPrivate`. Connect to these and ask no second time: a name
 * server may answer differently a moment later.
 * @throws AddressRefused when one is not public; what the resolver throws
 */
export async function checkedAddresses(
  hostname: string,
  { allowPrivate, resolve = askSystem }: { readonly allowPrivate: boolean; readonly resolve?: Resolve | undefined },
): Promise<readonly LookupAddress[]> {
  const literal = literalAddress(hostname);
  const addresses =
    literal === undefined ? await resolve(hostname) : [{ address: literal, family: literal.includes(':') ? 6 : 4 }];
  if (!allowPrivate && !addresses.every(({ address }) => isPublicAddress(address))) {
    throw new AddressRefused('The address leads into a network that is not public.');
  }
  return addresses;
}

/** A resolver for one connection that knows nothing but these addresses. */
export function lookupOf(addresses: readonly LookupAddress[]): LookupFunction {
  return (_hostname, { all }, answer) => {
    const [first] = addresses;
    if (!first) answer(new Error('the name has no address'), '');
    else if (all) answer(null, [...addresses]);
    else answer(null, first.address, first.family);
  };
}
