const FIRST_MS = 500;
const MOST_MS = 10_000;

/**
 * How long to wait before attempt number `attempt` + 1, in ms: doubles from about 0.5 s to 10 s, and is spread over the upper half so
 * that many clients who lost the same server don't come back at once.
 *
 * @param attempt attempts made so far, from 1
 * @param random from 0 to below 1
 */
export function retryDelay(attempt: number, random: number): number {
  const full = Math.min(FIRST_MS * 2 ** (attempt - 1), MOST_MS);
  return Math.round(full * (0.5 + random / 2));
}
