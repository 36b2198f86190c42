import { DeskError } from '@frontdesk/client';

/** @import { Failure, Problem } from '../types.js' */

/** The desk no longer knows this session, or no longer accepts its token. */
const SESSION_GONE = new Set([401, 403, 404, 410]);

/**
 * A request that got no answer. `code` is the problem's stable code, or `network` when the desk could not be reached; `status` is 0
 * for what the desk did not answer by itself.
 */
export class RequestError extends Error {
  /**
   * @param {Problem} problem
   * @param {{ status?: number, retryAfter?: number }} [response]
   */
  constructor(problem, { status = 0, retryAfter } = {}) {
    super(problem.detail ?? problem.code);
    this.problem = problem;
    this.status = status;
    this.retryAfter = retryAfter;
  }

  /** Whether the desk wants the session's token once more, because this browser is not the one it knows. */
  get stepUpRequired() {
    return this.problem.code === 'step_up_required';
  }

  /** Whether only a new session can help. */
  get sessionGone() {
    return SESSION_GONE.has(this.status);
  }

  /** @returns {Failure} */
  toFailure() {
    const { code, detail, requestId, retryable = true, errors = [] } = this.problem;
    const mistake = errors.find(({ field }) => field === 'message')?.message;
    return { code, detail, mistake, requestId, retryable, retryAfter: this.retryAfter };
  }
}

/** What the client says when there is no way to the desk. */
const UNREACHED = new Set(['disconnected', 'no_answer', 'client_closed']);

/**
 * @param {unknown} error
 * @returns {RequestError} the error itself, what the client's error says, or an `internal` one for what nobody expected
 */
export function asRequestError(error) {
  if (error instanceof RequestError) return error;
  if (error instanceof DOMException && error.name === 'TimeoutError') return new RequestError({ code: 'network' });
  if (!(error instanceof DeskError)) return new RequestError({ code: 'internal', detail: String(error) });
  if (UNREACHED.has(error.code)) return new RequestError({ code: 'network' });
  const { status, retryAfter } = error.problem;
  return new RequestError(error.problem, { status, retryAfter });
}
