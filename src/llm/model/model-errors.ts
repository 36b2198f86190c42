import { AppError, type AppErrorOptions } from '../../common/app-error.js';

/** Why a model could not be had. Stable: it is in metrics and logs. */
export type UnavailableReason =
  | 'rate_limited'
  | 'server_error'
  | 'network'
  | 'first_token_timeout'
  | 'stalled'
  | 'deadline'
  | 'cut_stream'
  | 'out_of_tokens'
  | 'garbage'
  | 'circuit_open';

/** The model does not answer, or not to the end. Another may. */
export class LlmUnavailable extends AppError {
  readonly code = 'llm_unavailable';
  readonly kind = 'unavailable';
  override readonly retryable = true;

  constructor(
    message: string,
    readonly reason: UnavailableReason,
    options: AppErrorOptions = {},
  ) {
    super(message, options);
  }
}

/** The provider refuses the request itself: a wrong key, an unknown model, a parameter it does not take. An operator must look. */
export class LlmRejected extends AppError {
  readonly code = 'llm_rejected';
  readonly kind = 'internal';

  constructor(
    message: string,
    /** HTTP status of the provider. */
    readonly status: number,
  ) {
    super(message);
  }
}
