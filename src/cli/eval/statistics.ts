/** Resamples behind an interval; with 1000 its ends are steady in the third digit. */
const RESAMPLES = 1000;

const SEED = 42;

/** Arithmetic mean; NaN of nothing. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The smallest value that at least `share` (0..1) of all values do not exceed (nearest rank); NaN of nothing. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}

/** 95% interval of the mean by the percentile bootstrap (Efron 1979). Seeded: the same values give the same interval. */
export function meanInterval95(values: readonly number[]): readonly [number, number] {
  const random = mulberry32(SEED);
  const draw = (): number => values[Math.floor(random() * values.length)] ?? NaN;
  const means = Array.from({ length: RESAMPLES }, () => mean(values.map(draw)));
  return [percentile(means, 0.025), percentile(means, 0.975)];
}

/**
 * Area under the ROC curve: the chance that a random one of `positives` is above a random one of `negatives`, ties counting
 * half (Mann and Whitney 1947). 0.5 is a coin, 1 is a clean cut; NaN when one side is empty.
 */
export function areaUnderRoc(positives: readonly number[], negatives: readonly number[]): number {
  const all = [
    ...positives.map((value) => ({ value, positive: true })),
    ...negatives.map((value) => ({ value, positive: false })),
  ].sort((a, b) => a.value - b.value);
  let rankSum = 0;
  for (let start = 0, end = 0; start < all.length; start = end) {
    while (all[end]?.value === all[start]?.value && end < all.length) end++;
    const sharedRank = (start + 1 + end) / 2;
    rankSum += sharedRank * all.slice(start, end).filter((item) => item.positive).length;
  }
  const lowest = (positives.length * (positives.length + 1)) / 2;
  return (rankSum - lowest) / (positives.length * negatives.length);
}

/** A small seeded generator of numbers in [0, 1) (Tommy Ettinger's mulberry32, public domain). */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
