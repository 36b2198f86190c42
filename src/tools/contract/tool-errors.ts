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
