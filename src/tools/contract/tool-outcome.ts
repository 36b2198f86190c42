/** The call gave a value. `durationMs` is wall time of the call, milliseconds. */
interface ToolSucceeded<T> {
  readonly status: 'ok';
  readonly value: T;
  readonly durationMs: number;
}

/**
 * The call gave nothing. `code` is the AppError's code, `tool_timeout` or `tool_failed`; `retryable` tells whether the same
 * call may succeed later. It carries no prose: a failure never reaches a model or a customer as text.
 */
export interface ToolFailed {
  readonly status: 'failed';
  readonly code: string;
  readonly retryable: boolean;
  readonly durationMs: number;
}

/** What became of one tool call: a value or a typed failure. */
export type ToolOutcome<T> = ToolSucceeded<T> | ToolFailed;
