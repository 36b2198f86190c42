import { AppError } from '../common/app-error.js';

/** Background jobs do not run here: they are starting, stopping, or their tables could not be made. Nothing was queued. */
export class JobsUnavailable extends AppError {
  readonly code = 'jobs_unavailable';
  readonly kind = 'unavailable';
  override readonly retryable = true;
}
