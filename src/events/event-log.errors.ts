import { AppError } from '../common/app-error.js';

/** The event log is out of reach. */
export class EventLogUnavailable extends AppError {
  readonly code = 'event_log_unavailable';
  readonly kind = 'unavailable';
  override readonly retryable = true;
}
