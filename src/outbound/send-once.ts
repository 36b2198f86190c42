import { type IncomingMessage, request as httpRequest, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { checkedAddresses, lookupOf, type Resolve } from './checked-addresses.js';

/** One request to an address that `parseOutboundUrl` has let through. */
export interface OutboundRequest {
  readonly url: string;
  readonly method: 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a request may reach. */
export interface OutboundTerms {
  /** Lets addresses be private. */
  readonly allowPrivate: boolean;
  readonly resolve?: Resolve;
}

/**
 * Sends one request to an address that a user chose: the name is asked for once, every address behind it is checked, and the
 * connection goes to one of those and is not kept. Redirects are answers like any other. Whoever reads the answer bounds its body and
 * destroys it.
 * @throws AddressRefused, the reason of `signal`, what the name server or the connection throws
 */
export async function sendOnce(
  { url, method, headers, body }: OutboundRequest,
  terms: OutboundTerms,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const target = new URL(url);
  const addresses = await unlessAborted(checkedAddresses(target.hostname, terms), signal);
  return exchange(target, body, {
    method,
    headers: { ...headers, connection: 'close' },
    agent: false,
    lookup: lookupOf(addresses),
    signal,
  });
}

function exchange(target: URL, body: string, options: RequestOptions): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const send = target.protocol === 'https:' ? httpsRequest : httpRequest;
    send(target, options, resolve).on('error', reject).end(body);
  });
}

/** Does not wait longer than the signal for something that can't be told to end. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      reject(signal.reason as Error);
    };
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', stop);
    });
  });
}
