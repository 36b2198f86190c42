/** The value below which `share` of the numbers are; NaN of none. */
function percentile(numbers, share) {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

export const mean = (numbers) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

/** Refused as it should be: told to come back, and when. */
const isRefused = ({ status, retryAfter }) => (status === 429 || status === 503) && retryAfter >= 1;

/** What became of requests: answered, refused, and anything else by its status. Times in ms. */
export function figuresOf(results, seconds) {
  const answered = results.filter(({ status }) => status === 200);
  const refused = results.filter(isRefused);
  const others = {};
  for (const result of results) {
    if (result.status === 200 || isRefused(result)) continue;
    others[result.status] = (others[result.status] ?? 0) + 1;
  }
  const times = answered.map(({ ms }) => ms);
  return {
    sent: results.length,
    answered: answered.length,
    refused: refused.length,
    others,
    perSecond: answered.filter(({ at, ms }) => at + ms <= seconds * 1000).length / seconds,
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    refusedP99: percentile(
      refused.map(({ ms }) => ms),
      0.99,
    ),
  };
}

/** The same for every slice of time, by when requests arrived; `answered` and `refused` a second. */
export function slicesOf(results, seconds, sliceMs) {
  const slices = Array.from({ length: Math.ceil((seconds * 1000) / sliceMs) }, () => []);
  for (const result of results) slices[Math.floor(result.at / sliceMs)]?.push(result);
  return slices.map((slice, n) => {
    const { answered, refused, p50, p99 } = figuresOf(slice, sliceMs / 1000);
    const perSecond = 1000 / sliceMs;
    return { at: (n * sliceMs) / 1000, answered: answered * perSecond, refused: refused * perSecond, p50, p99 };
  });
}

/** Seconds until, from a slice on, this and the next one reach the speed; by when answers came. Infinity: never. */
export function secondsUntil(speed, results, seconds) {
  const slice = 0.5;
  const counts = Array.from({ length: seconds / slice }, () => 0);
  for (const { status, at, ms } of results) {
    const n = Math.floor((at + ms) / 1000 / slice);
    if (status === 200 && n < counts.length) counts[n] += 1;
  }
  const found = counts.findIndex((count, n) => mean(counts.slice(n, n + 2)) / slice >= speed && n + 2 <= counts.length);
  return found < 0 ? Infinity : (found + 2) * slice;
}
