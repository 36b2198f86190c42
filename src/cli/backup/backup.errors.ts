import { AppError } from '../../common/app-error.js';

/** The backup, or the place it goes to, cannot be used; the message says why and what to do. Nothing was changed. */
export class BackupInvalid extends AppError {
  readonly code = 'backup_invalid';
  readonly kind = 'invalid';
}

/** The command line cannot be understood; the message names the option. */
export class BackupUsageInvalid extends BackupInvalid {}
