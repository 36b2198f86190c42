import { createHmac, createSecretKey, hkdfSync, type KeyObject, timingSafeEqual } from 'node:crypto';
import { clientFamily } from './fingerprint-client.js';
import { networkOf } from './fingerprint-network.js';

/** What a request shows of the program and the network it comes from. */
export interface ClientTraits {
  /** The `User-Agent` header; empty when there is none. */
  readonly userAgent: string;
  /** The address that the trusted proxies vouch for; empty when it is not known. */
  readonly address: string;
}

/** How a client compares with the one that a session is bound to. `moved`: the same client in another network. */
export type Likeness = 'same' | 'moved' | 'new_client' | 'new_client_and_network';

/** `stale`: the client is the bound one, but a new fingerprint of it would be another. */
export interface Comparison {
  readonly likeness: Likeness;
  readonly stale: boolean;
}

const KEY_LABEL = 'frontdesk session fingerprint v1';
const KEY_BYTES = 32;
/** Half an HMAC-SHA256, which is what RFC 2104 (section 5) allows at the least. */
const PART_BYTES = 16;
const LAYOUT = /^v1\.([\w-]{22})\.([\w-]{22})$/;

/**
 * Fingerprints `v1.<client>.<network>`: two keyed hashes that tell whether a client changed and nothing about it. The session is hashed
 * along, so that one client's sessions can't be told to be one client's.
 */
export class Fingerprints {
  private readonly keys: readonly KeyObject[];

  /** @param secrets each has its own key: the first makes fingerprints, all recognise them */
  constructor(secrets: readonly string[]) {
    this.keys = secrets.map((secret) =>
      createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', KEY_LABEL, KEY_BYTES))),
    );
  }

  /** The client's fingerprint in this session. */
  take(sessionId: string, client: ClientTraits): string {
    const [key] = this.keys;
    if (!key) throw new Error('Fingerprints need at least one secret: set AUTH_TOKEN_SECRET.');
    return `v1.${part(key, sessionId, 'client', client).toString('base64url')}.${part(key, sessionId, 'network', client).toString('base64url')}`;
  }

  /** Compares the client with a fingerprint taken before; one that can't be read is nobody's. */
  compare(taken: string, sessionId: string, client: ClientTraits): Comparison {
    const [, boundClient, boundNetwork] = LAYOUT.exec(taken) ?? [];
    const matches = (name: PartName, bound: string | undefined): number =>
      bound === undefined
        ? -1
        : this.keys.findIndex((key) =>
            timingSafeEqual(part(key, sessionId, name, client), Buffer.from(bound, 'base64url')),
          );
    const key = matches('client', boundClient);
    const network = matches('network', boundNetwork) >= 0;
    if (key < 0) return { likeness: network ? 'new_client' : 'new_client_and_network', stale: false };
    return { likeness: network ? 'same' : 'moved', stale: !network || key > 0 };
  }
}

type PartName = 'client' | 'network';

function part(key: KeyObject, sessionId: string, name: PartName, { userAgent, address }: ClientTraits): Buffer {
  const value = name === 'client' ? clientFamily(userAgent) : networkOf(address);
  return createHmac('sha256', key)
    .update(JSON.stringify([name, sessionId, value]))
    .digest()
    .subarray(0, PART_BYTES);
}
