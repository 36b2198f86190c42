/** Longest first pause, and what every further one grows by. */
const FIRST_MS = 5_000;
const GROWTH = 5;
/** No pause is longer than half a day. */
const LONGEST_MS = 12 * 3_600_000;

/**
 * Pause in ms after the failed try number `attempt` (from 1): anything from 0 to a bound that grows from 5 s to 12 h. All of it is left to
 * chance, so that events that failed together do not come back together. Twelve tries take about a day and a half, 65 h at most.
 * @param random 0 to 1, exclusive
 */
export function retryPause(attempt: number, random: number = Math.random()): number {
  return Math.floor(random * Math.min(LONGEST_MS, FIRST_MS * GROWTH ** (attempt - 1)));
}
