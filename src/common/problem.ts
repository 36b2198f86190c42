import { type AppError, type FieldProblem } from './app-error.js';
import { ERROR_STATUS } from './error-status.js';

/** RFC 9457 body of a failure, the same over REST, in a stream's `error` event and in an ack. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance?: string;
  readonly code: string;
  readonly requestId?: string;
  readonly retryable: boolean;
  /** Seconds after which sending the same again can help, as far as that is known. */
  readonly retryAfter?: number;
  readonly errors: readonly FieldProblem[];
}

/** Where the failure happened, as far as the transport knows. */
export interface ProblemContext {
  readonly requestId?: string | undefined;
  readonly instance?: string | undefined;
}

/** The outward view of a failure. */
export function toProblem(error: AppError, { requestId, instance }: ProblemContext): Problem {
  return {
    type: `urn:frontdesk:problem:${error.code}`,
    title: titleOf(error.code),
    status: ERROR_STATUS[error.kind],
    detail: error.message,
    ...(instance === undefined ? {} : { instance }),
    code: error.code,
    ...(requestId === undefined ? {} : { requestId }),
    retryable: error.retryable,
    ...(error.retryAfterSeconds === undefined ? {} : { retryAfter: error.retryAfterSeconds }),
    errors: error.problems,
  };
}

function titleOf(code: string): string {
  const words = code.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
