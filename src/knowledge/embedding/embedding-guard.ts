import {
  BrokenCircuitError,
  circuitBreaker,
  ConsecutiveBreaker,
  ExponentialBackoff,
  handleWhen,
  retry,
  wrap,
} from 'cockatiel';
import { EmbeddingUnavailable } from './embedding.errors.js';

const FAILURES_IN_A_ROW = 5;
const LEFT_ALONE_MS = 30_000;
const PAUSE = { initialDelay: 250, maxDelay: 4_000 };

const isOutage = handleWhen((error) => error instanceof EmbeddingUnavailable);

/** How often a call is tried. A customer waits for the vector of a question, so that is tried once. */
const ATTEMPTS = { query: 1, passage: 3 } as const;

/** Leaves an embedding model alone that keeps failing, and repeats calls for passages. One per model and process. */
export class EmbeddingGuard {
  private readonly breaker = circuitBreaker(isOutage, {
    halfOpenAfter: LEFT_ALONE_MS,
    breaker: new ConsecutiveBreaker(FAILURES_IN_A_ROW),
  });
  private readonly policies = {
    query: this.breaker,
    passage: wrap(
      retry(isOutage, { maxAttempts: ATTEMPTS.passage - 1, backoff: new ExponentialBackoff(PAUSE) }),
      this.breaker,
    ),
  };

  /** @throws what `call` throws, EmbeddingUnavailable while the model is left alone, or the signal's reason */
  async run<T>(kind: keyof typeof ATTEMPTS, signal: AbortSignal, call: () => Promise<T>): Promise<T> {
    signal.throwIfAborted();
    try {
      return await this.policies[kind].execute(call, signal);
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof BrokenCircuitError)) throw error;
      throw new EmbeddingUnavailable('The embedding model failed too often and is left alone for a moment.', {
        cause: error,
      });
    }
  }
}
