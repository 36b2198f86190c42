import { AppError } from '../common/app-error.js';

/** The database did not answer; nothing is known to be written by this call. */
export class DatabaseUnavailable extends AppError {
  readonly code = 'database_unavailable';
  readonly kind = 'unavailable';
  override readonly retryable = true;
}

/** Another live process holds the embedded database's folder. */
export class DataDirInUse extends AppError {
  readonly code = 'data_dir_in_use';
  readonly kind = 'unavailable';
}

/** The schema is not the one this version was built for. */
export class SchemaMismatch extends AppError {
  readonly code = 'schema_mismatch';
  readonly kind = 'unavailable';
}

/** A start-up check of the database failed. */
export class DatabaseCheckFailed extends AppError {
  readonly code = 'database_check_failed';
  readonly kind = 'unavailable';
}

// Class 08 is a broken connection (08P01 aside: a mistake in what was sent), 57P0x a server that shuts down or starts, 53300 no connection left (Postgres, appendix A).
const UNAVAILABLE_STATE = /^(08(?!P01)...|57P0[123]|53300)$/;
const UNAVAILABLE_SYSTEM_CODE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOENT',
  'ENOTFOUND',
  'ETIMEDOUT',
  'EHOSTUNREACH',
]);
const UNAVAILABLE_MESSAGE =
  /timeout exceeded when trying to connect|Connection terminated|Cannot use a pool after calling end/;

/** Turns a driver's error into DatabaseUnavailable where it means an outage; any other error is returned as it is. */
export function translateDatabaseError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const outage =
    UNAVAILABLE_STATE.test(code) || UNAVAILABLE_SYSTEM_CODE.has(code) || UNAVAILABLE_MESSAGE.test(error.message);
  return outage ? new DatabaseUnavailable('The database does not answer. Try again shortly.', { cause: error }) : error;
}

/** The code of a driver's error: an SQLSTATE or a system's name such as ECONNREFUSED; undefined when it has none. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
