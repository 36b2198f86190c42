import {
  BrokenCircuitError,
  circuitBreaker,
  type CircuitBreakerPolicy,
  CircuitState as State,
  ConsecutiveBreaker,
  handleWhen,
} from 'cockatiel';
import { llmCircuitOpen } from '../../telemetry/metrics.js';
import { LlmRejected, LlmUnavailable } from './model-errors.js';

/** Failures in a row after which a model is left alone. */
const FAILURES = 5;
/** A refusal of these tells something of the configuration, so of every request; others are of one request only. */
const REJECTS_EVERYBODY = new Set([401, 403, 404]);

/** Whether a model is asked: not for a while (`open`) after it kept failing, then by one request that tries it (`half_open`). */
export type ModelCircuitState = 'closed' | 'open' | 'half_open';

/** Leaves a model alone that keeps failing. One per model and process. */
export class ModelCircuit {
  readonly #policy: CircuitBreakerPolicy;
  readonly #model: string;

  constructor(model: string, openMs: number) {
    this.#model = model;
    this.#policy = circuitBreaker(handleWhen(saysSomethingOfModel), {
      halfOpenAfter: openMs,
      breaker: new ConsecutiveBreaker(FAILURES),
    });
    this.#policy.onStateChange((state) => {
      llmCircuitOpen.set({ model }, state === State.Closed ? 0 : 1);
    });
    llmCircuitOpen.set({ model }, 0);
  }

  get state(): ModelCircuitState {
    if (this.#policy.state === State.Closed) return 'closed';
    return this.#policy.state === State.HalfOpen ? 'half_open' : 'open';
  }

  /**
   * Gives the value of `begin` as soon as it is there, but lets `ended` of it decide whether the request succeeded: a model that
   * dies in the middle of its answers is no better than one that gives none.
   * @throws what `begin` throws; LlmUnavailable while the circuit is open
   */
  run<T extends { readonly ended: Promise<void> }>(begin: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const whole = async (): Promise<void> => {
        const begun = await begin();
        resolve(begun);
        await begun.ended;
      };
      // A failure after `begun` was given is told by what it streams; here it only counts.
      this.#policy.execute(whole).catch((error: unknown) => {
        reject(this.#translated(error));
      });
    });
  }

  #translated(error: unknown): Error {
    if (error instanceof BrokenCircuitError) {
      return new LlmUnavailable(`${this.#model} failed too often and is left alone for a moment.`, 'circuit_open');
    }
    return error instanceof Error ? error : new Error('failed', { cause: error });
  }
}

function saysSomethingOfModel(error: unknown): boolean {
  return error instanceof LlmUnavailable || (error instanceof LlmRejected && REJECTS_EVERYBODY.has(error.status));
}
