import { AppError } from '../common/app-error.js';

/** A session of that id is there already. */
export class SessionExists extends AppError {
  readonly code = 'conflict';
  readonly kind = 'conflict';
}

/** The session is of another customer, whose identity was proved. */
export class IdentityConflict extends AppError {
  readonly code = 'conflict';
  readonly kind = 'conflict';
}

/** The caller changed an older version of the session than the one that is there. */
export class VersionConflict extends AppError {
  readonly code = 'conflict';
  readonly kind = 'conflict';
}
