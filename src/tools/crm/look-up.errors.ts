import { AppError } from '../../common/app-error.js';

/** A system of the company does not answer, or says that it can't right now. The same call may succeed later. */
export class LookUpUnavailable extends AppError {
  readonly code = 'look_up_unavailable';
  readonly kind = 'unavailable';
  override readonly retryable = true;
}

/** A system of the company refuses what it is asked: our credential, or the request itself. An operator must act. */
export class LookUpRefused extends AppError {
  readonly code = 'look_up_refused';
  readonly kind = 'internal';
}

/** A system of the company answered with something that is not the JSON it should be. An operator must act. */
export class LookUpUnreadable extends AppError {
  readonly code = 'look_up_unreadable';
  readonly kind = 'internal';
}
