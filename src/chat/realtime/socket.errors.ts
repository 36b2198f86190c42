import { AppError } from '../../common/app-error.js';

/** No room for one more connection, of the process or of the session. Later, or on another instance, there may be. */
export class TooManyConnections extends AppError {
  readonly code = 'too_many_connections';
  readonly kind = 'rate_limited';
  override readonly retryable = true;
}

/** A console follows as many sessions as it may. */
export class TooManyWatched extends AppError {
  readonly code = 'too_many_watched';
  readonly kind = 'conflict';
}
