import { AppError } from '../common/app-error.js';

/** The session is used by another client than it was given to, which has to show that it holds the token on purpose. */
export class StepUpRequired extends AppError {
  readonly code = 'step_up_required';
  readonly kind = 'unauthenticated';
}

/** The session is used by another client than it was given to, and this desk does not allow that. */
export class SessionHijackSuspected extends AppError {
  readonly code = 'session_hijack_suspected';
  readonly kind = 'forbidden';
}
