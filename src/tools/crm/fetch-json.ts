import { AppError } from '../../common/app-error.js';
import { systemErrorCode } from '../../config/system-error.js';
import { LookUpRefused, LookUpUnavailable, LookUpUnreadable } from './look-up.errors.js';

/** Longest answer of a system, bytes after decompression. */
const MAX_BYTES = 256 * 1024;

/** Answers that may be better in a moment: the server's own faults, too many requests, a request that took too long. */
const PASSING = new Set([408, 425, 429]);

/**
 * What a system answers to a GET; undefined when it has no such thing (404, 410). Errors name the status, never the address, a
 * header or the answer. Redirects are not followed: they would carry the credential elsewhere.
 * @throws LookUpUnavailable, LookUpRefused, LookUpUnreadable; the reason of `signal`
 */
export async function fetchJson(
  url: URL,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<unknown> {
  try {
    const response = await fetch(url, { headers, signal, redirect: 'manual' });
    if (response.status !== 200) {
      await response.body?.cancel();
      nothingFound(response.status);
      return undefined;
    }
    const text = await boundedText(response);
    return parsed(text);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof AppError) throw error;
    // Whatever else fetch throws means that there is no connection, or no more; its own words may repeat the address.
    throw new LookUpUnavailable(
      `The system cannot be reached (${systemErrorCode(causeOf(error)) ?? 'unknown reason'}).`,
    );
  }
}

function causeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'cause' in error ? error.cause : undefined;
}

/** @throws unless the status only says that there is nothing */
function nothingFound(status: number): void {
  if (status === 404 || status === 410 || status === 204) return;
  if (status >= 500 || PASSING.has(status)) throw new LookUpUnavailable(`The system answered with status ${status}.`);
  if (status >= 300 && status < 400) throw new LookUpUnreadable(`The system answered with a redirect (${status}).`);
  throw new LookUpRefused(`The system answered with status ${status}.`);
}

async function boundedText(response: Response): Promise<string> {
  const type = response.headers.get('content-type') ?? '';
  const announced = Number(response.headers.get('content-length') ?? 0);
  if (!/^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(type))
    await unreadable(response, 'something that is not JSON');
  if (announced > MAX_BYTES) await unreadable(response, `more than ${MAX_BYTES} bytes`);
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  // Leaving the loop by an exception cancels the stream, and with it the connection.
  for await (const chunk of response.body as ReadableStream<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > MAX_BYTES) throw new LookUpUnreadable(`The system answered with more than ${MAX_BYTES} bytes.`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

async function unreadable(response: Response, what: string): Promise<never> {
  await response.body?.cancel();
  throw new LookUpUnreadable(`The system answered with ${what}.`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message repeats the answer.
    throw new LookUpUnreadable('The system answered with something that is not JSON.');
  }
}
