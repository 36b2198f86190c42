/** @import { Failure, Problem } from '../types.js' */

/** The desk no longer knows this session, or no longer accepts its token. */
const SESSION_GONE = new Set([401, 403, 404, 410]);

/**
 * A request that got no answer. `code` is the problem's stable code, or `network` when the desk could not be reached,
 * or `interrupted` when a stream ended before its last event. `status` is 0 for the last two.
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

/**
 * @param {unknown} error
 * @returns {RequestError} the error itself, or an `internal` one for what nobody expected
 */
export function asRequestError(error) {
  return error instanceof RequestError ? error : new RequestError({ code: 'internal', detail: String(error) });
}
