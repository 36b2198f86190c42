import { DeskError } from './desk-error.js';
import { retryDelay } from './retry-delay.js';

/** Answers "not now" that are put up with before the message counts as refused: about half a minute. */
const MOST_REFUSALS = 6;

/** Codes of failures in which the desk may or may not have got the request. */
const UNANSWERED = new Set(['no_answer', 'disconnected']);

export interface Delivery<Data> {
  /** Sends once. @throws DeskError */
  readonly attempt: () => Promise<Data>;
  /** Resolves when an attempt makes sense. */
  readonly ready: (signal?: AbortSignal) => Promise<void>;
  /** Codes that the caller wants to hear of at once, retryable or not. */
  readonly final?: readonly string[];
  /** Codes that say "never again with this credential", when the next connection comes with another. */
  readonly passing?: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

/**
 * Sends until there is an answer: what was lost again and again, what was refused for now a few times. Only for requests that may
 * arrive twice.
 * @throws DeskError of the refusal; the signal's reason
 */
export async function deliver<Data>({
  attempt,
  ready,
  final = [],
  passing = [],
  signal,
}: Delivery<Data>): Promise<Data> {
  for (let attempts = 1, refusals = 0; ; attempts += 1) {
    await ready(signal);
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof DeskError) || final.includes(error.code)) throw error;
      if (!error.retryable && !passing.includes(error.code)) throw error;
      if (!UNANSWERED.has(error.code) && ++refusals >= MOST_REFUSALS) throw error;
    }
    await pause(retryDelay(attempts, Math.random()), signal);
  }
}

function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort);
      resolve();
    }, ms);
    if (signal?.aborted) abort();
    else signal?.addEventListener('abort', abort, { once: true });
  });
}
