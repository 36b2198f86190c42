import { AppError } from '../../common/app-error.js';

/** `npm run keys` was given options or a database that it cannot use; the message names the option or the setting. */
export class KeysInputInvalid extends AppError {
  readonly code = 'keys_input_invalid';
  readonly kind = 'invalid';
}

/** The command line cannot be understood; the message names the option. */
export class KeysUsageInvalid extends KeysInputInvalid {}
