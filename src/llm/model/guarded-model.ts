import { type LanguageModelMiddleware } from 'ai';
import { type Clock } from '../../common/clock.js';
import { type ModelLimits } from '../../config/llm-config.js';
import { llmFirstToken, llmRequests } from '../../telemetry/metrics.js';
import { type ModelCircuit } from './model-circuit.js';
import { LlmRejected, LlmUnavailable } from './model-errors.js';
import { repeating } from './repeat.js';
import { translateFailure } from './translate-failure.js';
import { beginStream, type BegunStream, type ModelStream } from './watch-stream.js';

/** What guards the requests of one answer. */
export interface Guard {
  readonly model: string;
  readonly limits: Pick<ModelLimits, 'maxRetries' | 'firstTokenTimeoutMs' | 'stallTimeoutMs'>;
  readonly circuit: ModelCircuit;
  readonly clock: Clock;
  /** Ms since the epoch: no repeat begins that could not end before. */
  readonly deadlineAt: number;
}

type WrapStream = NonNullable<LanguageModelMiddleware['wrapStream']>;
type Wrapped = Parameters<WrapStream>[0];

/**
 * Guards each request of a model: repeats it while nothing of the answer came, gives it up when it stays silent, and leaves the
 * model alone when it keeps failing. Failures come out as LlmUnavailable or LlmRejected, the caller's abort as it is.
 */
export function guarding(guard: Guard): LanguageModelMiddleware {
  return {
    specificationVersion: 'v4',
    wrapStream: async ({ model, params }) => {
      const signal = params.abortSignal ?? new AbortController().signal;
      const attempt = (): Promise<Attempt> => guard.circuit.run(() => oneAttempt({ model, params }, guard, signal));
      const { result, stream } = await repeating(attempt, { ...guard, maxRetries: guard.limits.maxRetries }, signal);
      return { ...result, stream };
    },
  };
}

interface Attempt extends BegunStream {
  readonly result: ModelStream;
}

/** One request up to the first piece of its answer. */
async function oneAttempt(
  { model, params }: Pick<Wrapped, 'model' | 'params'>,
  guard: Guard,
  signal: AbortSignal,
): Promise<Attempt> {
  signal.throwIfAborted();
  const own = new AbortController();
  const abort = (reason: Error): void => {
    own.abort(reason);
  };
  const startedAt = guard.clock.now();
  const timer = setTimeout(() => {
    abort(new LlmUnavailable(`${guard.model} did not begin to answer in time.`, 'first_token_timeout'));
  }, guard.limits.firstTokenTimeoutMs);
  const translate = (failure: unknown): Error => failureOf(failure, guard, signal, own.signal);
  try {
    const result = await model.doStream({ ...params, abortSignal: AbortSignal.any([signal, own.signal]) });
    const watch = { model: guard.model, stallTimeoutMs: guard.limits.stallTimeoutMs, abort, translate };
    const begun = await beginStream(result, watch);
    llmFirstToken.observe({ model: guard.model }, (guard.clock.now() - startedAt) / 1000);
    return { result, ...begun, ended: counted(begun.ended, guard.model) };
  } catch (failure) {
    const error = translate(failure);
    count(guard.model, error);
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** The reason why we ended the request ourselves, or else what the provider did. */
function failureOf(failure: unknown, guard: Guard, caller: AbortSignal, own: AbortSignal): Error {
  if (caller.aborted) return caller.reason instanceof Error ? caller.reason : new Error('aborted');
  if (own.aborted && own.reason instanceof LlmUnavailable) return own.reason;
  return translateFailure(failure, guard.model, guard.clock.now());
}

async function counted(ended: Promise<void>, model: string): Promise<void> {
  try {
    await ended;
    llmRequests.inc({ model, outcome: 'ok' });
  } catch (error) {
    count(model, error);
    throw error;
  }
}

function count(model: string, error: unknown): void {
  const outcome =
    error instanceof LlmUnavailable ? error.reason : error instanceof LlmRejected ? 'rejected' : 'stopped';
  llmRequests.inc({ model, outcome });
}
