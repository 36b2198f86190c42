import { AppError } from '../common/app-error.js';

/** The caller is known and may not do this. */
export class Forbidden extends AppError {
  readonly code = 'forbidden';
  readonly kind = 'forbidden';
}
