import { type ClientRequest, type IncomingMessage, request as httpRequest, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { systemErrorCode } from '../config/system-error.js';
import { checkedAddresses, lookupOf, type Resolve } from './checked-addresses.js';
import { AddressRefused } from './webhooks.errors.js';

/** Why a try failed where no status says it. */
type SendFailure = 'timeout' | 'unreachable' | 'bad_answer' | 'address_refused';

/** What became of one try: the receiver's status, or why there is none. */
export type SendOutcome = { readonly status: number } | { readonly failure: SendFailure };

/** How requests are made. */
export interface SendTerms {
  /** For everything from the name server to the head of the answer, in ms. */
  readonly timeoutMs: number;
  /** Lets addresses be private, and http. */
  readonly allowPrivate: boolean;
  readonly resolve?: Resolve;
}

/** What is read of an answer's body, in bytes, so that a polite receiver can end it. None of it is kept: it may repeat the message. */
const READ_BYTES = 1024;

/**
 * POSTs `body` once. Redirects are answers like any other, and connections are not kept: each goes to an address that was checked for it.
 * @throws the reason of `signal`
 */
export async function sendWebhook(
  {
    url,
    body,
    headers,
  }: { readonly url: string; readonly body: string; readonly headers: Readonly<Record<string, string>> },
  terms: SendTerms,
  signal: AbortSignal,
): Promise<SendOutcome> {
  const timeout = AbortSignal.timeout(terms.timeoutMs);
  const ends = AbortSignal.any([signal, timeout]);
  try {
    const target = new URL(url);
    const addresses = await unlessAborted(checkedAddresses(target.hostname, terms), ends);
    const answer = await post(target, body, {
      method: 'POST',
      headers: {
        ...headers,
        'content-type': 'application/json',
        'user-agent': 'frontdesk-webhooks',
        connection: 'close',
      },
      agent: false,
      lookup: lookupOf(addresses),
      signal: ends,
    });
    await readSome(answer);
    return { status: answer.statusCode ?? 0 };
  } catch (error) {
    signal.throwIfAborted();
    return { failure: timeout.aborted ? 'timeout' : failureOf(error) };
  }
}

function post(target: URL, body: string, options: RequestOptions): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const send = target.protocol === 'https:' ? httpsRequest : httpRequest;
    const request: ClientRequest = send(target, options, resolve);
    request.on('error', reject);
    request.end(body);
  });
}

/** The status is known, so that whatever happens here changes nothing. */
async function readSome(answer: IncomingMessage): Promise<void> {
  try {
    let bytes = 0;
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes >= READ_BYTES) break;
    }
  } catch {
    // A body that breaks off is not read any further.
  } finally {
    answer.destroy();
  }
}

function failureOf(error: unknown): SendFailure {
  if (error instanceof AddressRefused) return 'address_refused';
  // What Node's HTTP parser says of an answer that is none.
  return systemErrorCode(error)?.startsWith('HPE_') ? 'bad_answer' : 'unreachable';
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
