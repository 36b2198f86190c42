/** One cell of the table: how fast, and how long a call takes. Latencies in ms. */

/** A local call is over in a microsecond; timing each would measure the clock. */
const LOCAL_STRIDE = 64;
const MAX_OPS = 20_000_000;

/**
 * Keeps `inFlight` calls running for `warmUpMs` + `measureMs`.
 * @param {(n: number) => Promise<unknown>} op
 * @param {{ inFlight: number, warmUpMs: number, measureMs: number, local?: boolean }} options `local`: time one call in 64
 * @returns {Promise<{ calls: number, perSecond: number, p50: number, p99: number }>} `calls` includes the warm-up
 */
export async function measure(op, { inFlight, warmUpMs, measureMs, local = false }) {
  const stride = local ? LOCAL_STRIDE : 1;
  const from = performance.now() + warmUpMs;
  const until = from + measureMs;
  const latencies = [];
  let calls = 0;
  let counted = 0;
  const slot = async () => {
    for (;;) {
      const start = performance.now();
      if (start >= until || calls >= MAX_OPS) return;
      for (let n = 1; n < stride; n += 1) await op(calls++);
      const last = stride === 1 ? start : performance.now();
      await op(calls++);
      const end = performance.now();
      if (start < from || end > until) continue;
      counted += stride;
      latencies.push(end - last);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, slot));
  latencies.sort((a, b) => a - b);
  const percentile = (share) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))];
  return { calls, perSecond: (counted / measureMs) * 1000, p50: percentile(0.5), p99: percentile(0.99) };
}

/** The middle one of several measurements by speed. */
export function median(cells) {
  const sorted = cells.toSorted((a, b) => a.perSecond - b.perSecond);
  const { p50, p99 } = sorted[Math.floor(sorted.length / 2)];
  return {
    perSecond: sorted[Math.floor(sorted.length / 2)].perSecond,
    p50,
    p99,
    roundTrips: sorted[0].roundTrips,
  };
}
