import { AppError } from '../common/app-error.js';

/** Somebody asks for more than their budget. Nothing was done; `retryAfterSeconds` says when there is something left again. */
export class RateLimited extends AppError {
  readonly code = 'rate_limited';
  readonly kind = 'rate_limited';
  override readonly retryable = true;
}

/** The answer to whoever sends more of something than they may: `what` in the plural, `waitMs` until they may again. */
export function tooMany(what: string, waitMs: number): RateLimited {
  const retryAfterSeconds = Math.max(1, Math.ceil(waitMs / 1000));
  return new RateLimited(`Too many ${what}. Try again in ${retryAfterSeconds} s.`, { retryAfterSeconds });
}
