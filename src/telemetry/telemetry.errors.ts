import { AppError } from '../common/app-error.js';

/** The file named by LOG_FILE can't be written. */
export class LogFileUnusable extends AppError {
  readonly code = 'log_file_unusable';
  readonly kind = 'unavailable';
}
