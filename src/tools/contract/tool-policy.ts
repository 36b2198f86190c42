import {
  BrokenCircuitError,
  bulkhead,
  BulkheadRejectedError,
  circuitBreaker,
  CircuitState as State,
  ConsecutiveBreaker,
  ExponentialBackoff,
  handleWhen,
  type IPolicy,
  retry,
  TaskCancelledError,
  timeout,
  TimeoutStrategy,
  wrap,
} from 'cockatiel';
import { AppError, type ErrorKind } from '../../common/app-error.js';
import { toolCircuitOpen, toolRetries } from '../../telemetry/metrics.js';
import { ToolCircuitOpen, ToolOverloaded, ToolTimeout } from './tool-errors.js';
import { type CircuitState } from './tool-outcome.js';
import { type ToolSettings } from './tool-settings.js';

/** What the caller did, not the tool: these say nothing of the tool's health. */
const CALLERS_FAULT: ReadonlySet<ErrorKind> = new Set<ErrorKind>([
  ...(['invalid', 'unauthenticated', 'forbidden', 'not_found', 'conflict'] as const),
  ...(['gone', 'too_large', 'unsupported', 'unprocessable'] as const),
]);

/** How calls of one tool are made: bulkhead around retries around the circuit around the time limit. One per tool and process. */
export class ToolPolicy {
  private readonly repeats: IPolicy;
  private readonly limit: IPolicy;
  private readonly breaker;

  constructor(
    private readonly tool: string,
    private readonly settings: ToolSettings,
  ) {
    const { attempts, retryPauseMs, breaker, concurrent, waiting, timeoutMs } = settings;
    this.breaker = circuitBreaker(
      handleWhen((error) => this.speaksAgainstTool(error)),
      {
        halfOpenAfter: breaker.openMs,
        breaker: new ConsecutiveBreaker(breaker.failures),
      },
    );
    this.breaker.onStateChange((state) => {
      toolCircuitOpen.set({ tool }, state === State.Closed ? 0 : 1);
    });
    toolCircuitOpen.set({ tool }, 0);
    const again = retry(handleWhen(mayPass), {
      maxAttempts: attempts - 1,
      // Its default generator is decorrelated jitter.
      backoff: new ExponentialBackoff({ initialDelay: retryPauseMs.first, maxDelay: retryPauseMs.most }),
    });
    again.onRetry(() => {
      toolRetries.inc({ tool });
    });
    // Aggressive: a tool that ignores its signal is given up all the same.
    this.limit = timeout(timeoutMs, TimeoutStrategy.Aggressive);
    this.repeats = wrap(bulkhead(concurrent, waiting), again);
  }

  get circuit(): CircuitState {
    if (this.breaker.state === State.Closed) return 'closed';
    return this.breaker.state === State.HalfOpen ? 'half_open' : 'open';
  }

  /** @throws what `work` throws; ToolTimeout, ToolCircuitOpen, ToolOverloaded */
  async execute<T>(work: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> {
    try {
      return await this.repeats.execute(() => this.throughCircuit(work, signal), signal);
    } catch (error) {
      throw this.translated(error);
    }
  }

  private async throughCircuit<T>(work: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> {
    // A pause before a repeat may outlast its caller.
    if (signal.aborted) throw new CallerLeft('nobody waits');
    // The breaker itself would let the others wait for what becomes of the one call that may try.
    if (this.breaker.state === State.HalfOpen) throw new BrokenCircuitError();
    return this.breaker.execute(() => this.attempt(work, signal), signal);
  }

  private async attempt<T>(work: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> {
    try {
      return await this.limit.execute((context) => work(context.signal), signal);
    } catch (error) {
      if (signal.aborted && !(signal.reason instanceof ToolTimeout))
        throw new CallerLeft('nobody waits', { cause: error });
      throw error;
    }
  }

  private speaksAgainstTool(error: unknown): boolean {
    // A trial that nobody waited for proves nothing: the circuit stays open.
    if (error instanceof CallerLeft) return this.breaker.state === State.HalfOpen;
    return !(error instanceof AppError && CALLERS_FAULT.has(error.kind));
  }

  private translated(error: unknown): unknown {
    if (error instanceof TaskCancelledError) return new ToolTimeout(this.tool, this.settings.timeoutMs);
    if (error instanceof BrokenCircuitError) {
      return new ToolCircuitOpen(`Tool ${this.tool} failed too often and is left alone for a moment.`);
    }
    if (error instanceof BulkheadRejectedError) return new ToolOverloaded(`Tool ${this.tool} has too much to do.`);
    return error;
  }
}

/** The caller gave up, which is no fault of the tool. */
class CallerLeft extends Error {}

function mayPass(error: unknown): boolean {
  return error instanceof TaskCancelledError || (error instanceof AppError && error.retryable);
}
