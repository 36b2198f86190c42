import { type IncomingMessage } from 'node:http';
import { systemErrorCode } from '../config/system-error.js';
import { AddressRefused } from '../outbound/outbound.errors.js';
import { type OutboundTerms, sendOnce } from '../outbound/send-once.js';

/** Why a try failed where no status says it. */
type SendFailure = 'timeout' | 'unreachable' | 'bad_answer' | 'address_refused';

/** What became of one try: the receiver's status, or why there is none. */
export type SendOutcome = { readonly status: number } | { readonly failure: SendFailure };

/** How requests are made. */
export interface SendTerms extends OutboundTerms {
  /** For everything from the name server to the head of the answer, in ms. */
  readonly timeoutMs: number;
}

/** What is read of an answer's body, in bytes, so that a polite receiver can end it. None of it is kept: it may repeat the message. */
const READ_BYTES = 1024;

/**
 * POSTs `body` once, to an address that was checked for it; redirects are answers like any other.
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
  const typed = { ...headers, 'content-type': 'application/json', 'user-agent': 'frontdesk-webhooks' };
  try {
    const request = { url, method: 'POST', headers: typed, body } as const;
    const answer = await sendOnce(request, terms, AbortSignal.any([signal, timeout]));
    await readSome(answer);
    return { status: answer.statusCode ?? 0 };
  } catch (error) {
    signal.throwIfAborted();
    return { failure: timeout.aborted ? 'timeout' : failureOf(error) };
  }
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
