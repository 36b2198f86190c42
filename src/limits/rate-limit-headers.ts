import { type Standing } from './rate-counters.js';

/** By draft-ietf-httpapi-ratelimit-headers-10: lists of structured fields, one item a policy. */
interface RateLimitHeaders {
  /** Every budget the call was taken from: quota `q` in a window of `w` seconds. */
  readonly 'RateLimit-Policy': string;
  /** The one with the least left: `r` calls, whole again in `t` seconds. */
  readonly RateLimit: string;
}

/** The headers of an answer; `standings` holds one at least. */
export function rateLimitHeaders(standings: readonly Standing[]): RateLimitHeaders {
  const policies = standings.map(
    ({ policy: { name, quota, windowMs } }) => `"${name}";q=${quota};w=${windowMs / 1000}`,
  );
  const { policy, remaining, resetMs } = standings.reduce(tighter);
  return {
    'RateLimit-Policy': policies.join(', '),
    RateLimit: `"${policy.name}";r=${remaining};t=${Math.ceil(resetMs / 1000)}`,
  };
}

function tighter(one: Standing, other: Standing): Standing {
  if (one.granted !== other.granted) return one.granted ? other : one;
  return other.remaining < one.remaining ? other : one;
}
