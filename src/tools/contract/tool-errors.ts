import { AppError } from '../../common/app-error.js';

/** A tool did not answer within its time. The same call may succeed later. */
export class ToolTimeout extends AppError {
  readonly code = 'tool_timeout';
  readonly kind = 'unavailable';
  override readonly retryable = true;

  constructor(tool: string, timeoutMs: number) {
    super(`Tool ${tool} gave no answer within ${timeoutMs} ms.`);
  }
}

/** The tool failed too often of late and is left alone for a while. */
export class ToolCircuitOpen extends AppError {
  readonly code = 'tool_circuit_open';
  readonly kind = 'unavailable';
  override readonly retryable = true;
}

/** The tool has as many calls running and waiting as it may. */
export class ToolOverloaded extends AppError {
  readonly code = 'tool_overloaded';
  readonly kind = 'unavailable';
  override readonly retryable = true;
}

/** A model called a tool with input that its schema refuses; `problems` names every field. */
export class ToolInputInvalid extends AppError {
  readonly code = 'tool_input_invalid';
  readonly kind = 'invalid';
}

/** A tool gave a model more than it may be told, or what can't be told at all. */
export class ToolOutputUnusable extends AppError {
  readonly code = 'tool_output_unusable';
  readonly kind = 'internal';
}
