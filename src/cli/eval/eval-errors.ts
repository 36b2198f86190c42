import { AppError } from '../../common/app-error.js';

/** The command line or the evaluation data cannot be used; the message names the option, or the file and the line. */
export class EvalInputInvalid extends AppError {
  readonly code = 'eval_input_invalid';
  readonly kind = 'invalid';
}

/** The desk under evaluation refused or failed a request; the message says which and how it answered. */
export class EvalTargetFailed extends AppError {
  readonly code = 'eval_target_failed';
  readonly kind = 'unavailable';
}
