import { AppError } from '../../common/app-error.js';
import { type Clock } from '../../common/clock.js';
import { withDeadline } from './deadline.js';
import { ToolTimeout } from './tool-errors.js';
import { type ToolFailed, type ToolOutcome } from './tool-outcome.js';
import { type Tool, type ToolContext } from './tool.js';

/** Settings of one call. `timeoutMs` > 0, milliseconds. */
export interface ToolCallOptions {
  readonly timeoutMs: number;
}

/** What is told about a finished call: names and numbers only, never input, output or an error's text. */
export interface ToolCallReport {
  readonly tool: string;
  readonly sessionId: string;
  readonly turnId: string;
  readonly requestId: string;
  readonly status: 'ok' | 'failed';
  /** Only of a failure. */
  readonly code?: string;
  /** Class name of what was thrown; only of a failure. */
  readonly errorName?: string;
  readonly durationMs: number;
}

/**
 * The one way to call a tool. A tool's failure is an outcome, never an exception; only the caller's own abort is rethrown,
 * because then nobody waits for an outcome. Policies per tool (retry, breaker, bulkhead) belong around `withDeadline` here.
 */
export class ToolRunner {
  constructor(
    private readonly clock: Clock,
    private readonly report: (call: ToolCallReport) => void,
  ) {}

  async run<Input, Output>(
    tool: Tool<Input, Output>,
    input: Input,
    context: ToolContext,
    options: ToolCallOptions,
  ): Promise<ToolOutcome<Output>> {
    const startedAt = this.clock.now();
    const elapsed = (): number => Math.max(0, this.clock.now() - startedAt);
    try {
      const value = await withDeadline(
        (signal) => tool.run(input, { ...context, signal }),
        context.signal,
        options.timeoutMs,
        () => new ToolTimeout(tool.name, options.timeoutMs),
      );
      const durationMs = elapsed();
      this.tell(tool.name, context, { status: 'ok', durationMs });
      return { status: 'ok', value, durationMs };
    } catch (error) {
      context.signal.throwIfAborted();
      const outcome = failureOf(error, elapsed());
      const { status, code, durationMs } = outcome;
      this.tell(tool.name, context, { status, code, durationMs, errorName: nameOf(error) });
      return outcome;
    }
  }

  private tell(
    tool: string,
    { sessionId, turnId, requestId }: ToolContext,
    result: Pick<ToolCallReport, 'status' | 'code' | 'errorName' | 'durationMs'>,
  ): void {
    this.report({ tool, sessionId, turnId, requestId, ...result });
  }
}

function failureOf(error: unknown, durationMs: number): ToolFailed {
  if (error instanceof AppError) {
    return { status: 'failed', code: error.code, retryable: error.retryable, durationMs };
  }
  return { status: 'failed', code: 'tool_failed', retryable: false, durationMs };
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
