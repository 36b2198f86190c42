import { AppError } from '../../common/app-error.js';

/** The archive or the configured store cannot be used; the message names the file and the line, or the setting. */
export class SessionsInputInvalid extends AppError {
  readonly code = 'sessions_input_invalid';
  readonly kind = 'invalid';
}

/** The command line cannot be understood; the message names the option. */
export class SessionsUsageInvalid extends SessionsInputInvalid {}
