import { APICallError } from 'ai';
import { LlmRejected, LlmUnavailable } from './model-errors.js';

/** Statuses of providers that ask to come again later: 408, 409 (a lock), 429 and everything from 500 on. */
const PASSING = new Set([408, 409, 429]);
/** Longest wait that a provider is believed to ask for, seconds. */
const MAX_RETRY_AFTER = 3600;

/**
 * A failure of the AI SDK or of the network as one of ours. Theirs carry the request, the answer and headers; nothing of those is
 * kept, so that no key and no text of a customer can reach a log.
 */
export function translateFailure(failure: unknown, model: string, nowMs: number): LlmUnavailable | LlmRejected {
  if (failure instanceof LlmUnavailable || failure instanceof LlmRejected) return failure;
  if (APICallError.isInstance(failure)) return fromCall(failure, model, nowMs);
  if (isNetworkFailure(failure)) return new LlmUnavailable(`The connection to ${model} broke.`, 'network');
  return new LlmUnavailable(`${model} sent something that is no answer.`, 'garbage');
}

function fromCall(call: APICallError, model: string, nowMs: number): LlmUnavailable | LlmRejected {
  const { statusCode, responseHeaders, cause } = call;
  if (statusCode === undefined) return new LlmUnavailable(`${model} can't be reached.`, 'network');
  if (statusCode < 400) {
    if (isNetworkFailure(cause)) return new LlmUnavailable(`The connection to ${model} broke.`, 'network');
    return new LlmUnavailable(`${model} sent something that is no answer.`, 'garbage');
  }
  const message = `${model} answered with status ${statusCode}.`;
  if (statusCode < 500 && !PASSING.has(statusCode)) return new LlmRejected(message, statusCode);
  const retryAfterSeconds = retryAfterOf(responseHeaders ?? {}, nowMs);
  const options = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
  return new LlmUnavailable(message, statusCode === 429 ? 'rate_limited' : 'server_error', options);
}

/** `Retry-After` (RFC 9110: seconds or a date), or OpenAI's finer `retry-after-ms`. */
function retryAfterOf(headers: Readonly<Record<string, string>>, nowMs: number): number | undefined {
  const fine = Number(headers['retry-after-ms'] ?? Number.NaN);
  if (fine >= 0) return Math.min(fine / 1000, MAX_RETRY_AFTER);
  const text = headers['retry-after'];
  if (text === undefined) return undefined;
  const seconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) : (Date.parse(text) - nowMs) / 1000;
  return Number.isNaN(seconds) ? undefined : Math.min(Math.max(seconds, 0), MAX_RETRY_AFTER);
}

/** What `fetch` of Node throws when the connection fails or ends early: a TypeError, or an error with a code of the system or of undici. */
function isNetworkFailure(failure: unknown): boolean {
  // By its name: not every TypeError is of this realm's class.
  return typeof failure === 'object' && failure !== null && (nameOf(failure) === 'TypeError' || 'code' in failure);
}

function nameOf(failure: object): unknown {
  return 'name' in failure ? failure.name : undefined;
}
