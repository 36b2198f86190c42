/** The call gave a value. `durationMs` is wall time of the call with its repeats, milliseconds. */
interface ToolSucceeded<T> {
  readonly status: 'ok';
  readonly value: T;
  readonly durationMs: number;
}

/**
 * The call gave nothing. `code` is the AppError's code, `tool_timeout`, `tool_circuit_open`, `tool_overloaded` or `tool_failed`;
 * `retryable` tells whether the same call may succeed later. It carries no prose: a failure never reaches a model or a customer
 * as text.
 */
export interface ToolFailed {
  readonly status: 'failed';
  readonly code: string;
  readonly retryable: boolean;
  readonly durationMs: number;
}

/** The tool is switched off by configuration; nothing is missing that was promised. */
interface ToolDisabled {
  readonly status: 'disabled';
}

/** What became of one tool call: a value, a typed failure, or nothing because it is switched off. */
export type ToolOutcome<T> = ToolSucceeded<T> | ToolFailed | ToolDisabled;

/** A tool's circuit: `closed` is normal; `open` refuses calls at once; `half_open` lets one through to see. */
export type CircuitState = 'closed' | 'open' | 'half_open';

/** How a tool is doing, for health, metrics and the metadata of an answer. */
export interface ToolState {
  readonly name: string;
  readonly status: 'ready' | 'disabled' | 'failed_to_open';
  readonly circuit: CircuitState;
}
