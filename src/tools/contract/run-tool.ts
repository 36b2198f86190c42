import { AppError } from '../../common/app-error.js';
import { type Clock } from '../../common/clock.js';
import { toolCalls, toolDuration } from '../../telemetry/metrics.js';
import { withDeadline } from './deadline.js';
import { ToolTimeout } from './tool-errors.js';
import { type CircuitState, type ToolFailed, type ToolOutcome } from './tool-outcome.js';
import { ToolPolicy } from './tool-policy.js';
import { type ToolRules } from './tool-rules.js';
import { DEFAULT_TOOL_SETTINGS } from './tool-settings.js';
import { inToolSpan } from './tool-span.js';
import { type Tool, type ToolContext } from './tool.js';

/** Bounds of one call with all its repeats. `timeoutMs` > 0: what is left of the caller's time. */
export interface ToolCallOptions {
  readonly timeoutMs?: number;
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

/** Every tool as it is. */
const NO_RULES: ToolRules = { isEnabled: () => true, defaults: {}, settingsOf: () => ({}) };

/**
 * The one way to call a tool: with repeats, a time limit, a circuit and a bulkhead of its own. A tool's failure is an outcome, never
 * an exception; only the caller's own abort is rethrown, because then nobody waits for an outcome.
 */
export class ToolRunner {
  private readonly policies = new Map<string, ToolPolicy>();

  constructor(
    private readonly clock: Clock,
    private readonly report: (call: ToolCallReport) => void,
    private readonly rules: ToolRules = NO_RULES,
  ) {}

  async run<Input, Output>(
    tool: Tool<Input, Output>,
    input: Input,
    context: ToolContext,
    { timeoutMs }: ToolCallOptions = {},
  ): Promise<ToolOutcome<Output>> {
    if (!this.rules.isEnabled(tool)) return { status: 'disabled' };
    const startedAt = this.clock.now();
    const elapsed = (): number => Math.max(0, this.clock.now() - startedAt);
    const policy = this.policyOf(tool);
    const attempts = (signal: AbortSignal): Promise<Output> =>
      policy.execute((own) => tool.run(input, { ...context, signal: own }), signal);
    try {
      const value = await inToolSpan(tool.name, () => bounded(attempts, context.signal, tool.name, timeoutMs));
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

  /** The circuit of a tool; `closed` for one that was never called. */
  circuitOf(tool: string): CircuitState {
    return this.policies.get(tool)?.circuit ?? 'closed';
  }

  private policyOf({ name, settings }: Tool<never, unknown>): ToolPolicy {
    let policy = this.policies.get(name);
    if (!policy) {
      const { defaults, settingsOf } = this.rules;
      policy = new ToolPolicy(name, { ...DEFAULT_TOOL_SETTINGS, ...defaults, ...settings, ...settingsOf(name) });
      this.policies.set(name, policy);
    }
    return policy;
  }

  private tell(
    tool: string,
    { sessionId, turnId, requestId }: ToolContext,
    result: Pick<ToolCallReport, 'status' | 'code' | 'errorName' | 'durationMs'>,
  ): void {
    toolCalls.inc({ tool, result: result.code ?? result.status });
    toolDuration.observe({ tool }, result.durationMs / 1000);
    this.report({ tool, sessionId, turnId, requestId, ...result });
  }
}

function bounded<T>(
  work: (signal: AbortSignal) => Promise<T>,
  signal: AbortSignal,
  tool: string,
  timeoutMs: number | undefined,
): Promise<T> {
  const limit = timeoutMs ?? DEFAULT_CALL_MS;
  return withDeadline(work, signal, limit, () => new ToolTimeout(tool, limit));
}

/** Longest call with all its repeats when the caller names no limit of its own, ms. */
const DEFAULT_CALL_MS = 30_000;

function failureOf(error: unknown, durationMs: number): ToolFailed {
  if (error instanceof AppError) {
    return { status: 'failed', code: error.code, retryable: error.retryable, durationMs };
  }
  return { status: 'failed', code: 'tool_failed', retryable: false, durationMs };
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
