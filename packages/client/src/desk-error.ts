import { type Problem } from './protocol.js';

/**
 * A request that the desk refused, with its problem; or one without an answer: `no_answer` (timed out), `disconnected` (cut before
 * the answer), `client_closed` (by `close()`), `token_unavailable` (the function that gives the credential threw).
 */
export class DeskError extends Error {
  override readonly name = 'DeskError';

  constructor(
    readonly problem: Problem,
    options?: ErrorOptions,
  ) {
    super(problem.detail, options);
  }

  /** Stable; see docs/errors.md of the desk. */
  get code(): string {
    return this.problem.code;
  }

  /** Whether sending the very same again can help. */
  get retryable(): boolean {
    return this.problem.retryable;
  }
}

/** A failure that the desk knows nothing of: it has no status. */
export function localError(
  code: string,
  detail: string,
  { retryable = true, cause }: { readonly retryable?: boolean; readonly cause?: unknown } = {},
): DeskError {
  const problem = { type: 'about:blank', title: detail, status: 0, detail, code, retryable, errors: [] };
  return new DeskError(problem, { cause });
}

/** The problem that `value` is or, when it is none (a proxy may answer too), one that says so. */
export function asProblem(value: unknown, detail = 'The desk refused without a reason.'): Problem {
  const unknown = localError('internal', detail).problem;
  if (typeof value !== 'object' || value === null) return unknown;
  const { code = null } = value as { readonly code?: unknown };
  return typeof code === 'string' ? { ...unknown, ...value, code } : unknown;
}
