/** What went wrong, independent of any transport. The edge maps each kind to one status; adding a kind fails to compile until it does. */
export type ErrorKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'method_not_allowed'
  | 'timed_out'
  | 'conflict'
  | 'gone'
  | 'too_large'
  | 'address_too_long'
  | 'headers_too_large'
  | 'unsupported'
  | 'unprocessable'
  | 'rate_limited'
  | 'internal'
  | 'unavailable';

/** One wrong field of a request: where it is and how to put it right. */
export interface FieldProblem {
  readonly field: string;
  readonly message: string;
}

export interface AppErrorOptions {
  readonly cause?: unknown;
  readonly problems?: readonly FieldProblem[];
  readonly retryAfterSeconds?: number;
}

/**
 * Base of every failure the product knows. `message` is shown to callers: it says what happened and what to do, and never
 * carries a secret, a token or message text. `code` is stable and documented; `retryable` is the truth about sending the same again.
 */
export abstract class AppError extends Error {
  abstract readonly code: string;
  abstract readonly kind: ErrorKind;
  readonly retryable: boolean = false;
  readonly problems: readonly FieldProblem[];
  readonly retryAfterSeconds: number | undefined;

  constructor(message: string, options: AppErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.name = new.target.name;
    this.problems = options.problems ?? [];
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

/** Bad input; `problems` names every field and its fix. */
export class ValidationFailed extends AppError {
  readonly code = 'validation_failed';
  readonly kind = 'invalid';

  /** A failure of one field. */
  static of(field: string, message: string): ValidationFailed {
    return new ValidationFailed(`${field} ${message}`, { problems: [{ field, message }] });
  }
}

/** The thing named by the request does not exist, or not for this caller. */
export class NotFound extends AppError {
  readonly code = 'not_found';
  readonly kind = 'not_found';
}
