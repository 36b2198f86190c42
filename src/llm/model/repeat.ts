import { DelegateBackoff, handleWhen, type IRetryBackoffContext, retry } from 'cockatiel';
import { type Clock } from '../../common/clock.js';
import { llmRetries } from '../../telemetry/metrics.js';
import { LlmUnavailable } from './model-errors.js';

/** First pause before a repeat, ms; it doubles each time. */
const FIRST_PAUSE = 250;
/** Least time that a repeat must have left to be worth it, ms. */
const WORTHWHILE = 500;

/** How often a request is repeated, and until when. */
export interface Repeats {
  readonly model: string;
  readonly maxRetries: number;
  /** Ms since the epoch. */
  readonly deadlineAt: number;
  readonly clock: Clock;
}

/**
 * Runs `attempt` again when it failed in passing, after a pause with full jitter (Brooker, "Exponential Backoff And Jitter", 2015)
 * or the time that the provider asked for; not when that would end after the deadline.
 */
export function repeating<T>(
  attempt: () => Promise<T>,
  { model, maxRetries, deadlineAt, clock }: Repeats,
  signal: AbortSignal,
): Promise<T> {
  const worthwhile = (error: unknown): boolean =>
    error instanceof LlmUnavailable &&
    error.reason !== 'circuit_open' &&
    clock.now() + (error.retryAfterSeconds ?? 0) * 1000 + WORTHWHILE < deadlineAt;
  const policy = retry(handleWhen(worthwhile), {
    maxAttempts: maxRetries,
    backoff: new DelegateBackoff(pauseBefore),
    // A stopped answer leaves its pause behind.
  }).dangerouslyUnref();
  policy.onRetry(() => {
    llmRetries.inc({ model });
  });
  return Promise.race([policy.execute(attempt, signal), rejectionOf(signal)]);
}

/** The library's pauses do not end with the signal. */
function rejectionOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const tell = (): void => {
      reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    };
    if (signal.aborted) tell();
    else signal.addEventListener('abort', tell, { once: true });
  });
}

function pauseBefore({ attempt, result }: IRetryBackoffContext<unknown>): number {
  const asked =
    'error' in result && result.error instanceof LlmUnavailable ? result.error.retryAfterSeconds : undefined;
  const jitter = Math.random() * FIRST_PAUSE * 2 ** (attempt - 1);
  return asked === undefined ? jitter : asked * 1000 + jitter / 4;
}
