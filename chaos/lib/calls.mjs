// How a caller that means it uses the store: every call is timed, and one without a definite answer is sent again.
import { setTimeout as sleep } from 'node:timers/promises';

/** The errors that say "later": surely not applied, and nobody knows. */
const TRANSIENT = new Set(['store_unavailable', 'store_outcome_unknown']);

/** An op-id is remembered for 120 s; a caller gives up before that. */
const GIVE_UP_MS = 100_000;

/** What every call of one process took and met. */
export class CallLog {
  started = 0;
  settled = 0;
  slowestMs = 0;
  /** Calls by outcome: a status, or the code of an error. */
  outcomes = {};

  /** Runs one call; its error is an outcome: `{ status: code, error }`. */
  async call(run) {
    const start = performance.now();
    this.started += 1;
    const result = await run().catch((error) => ({ status: error.code ?? error.name, error }));
    this.settled += 1;
    const ms = performance.now() - start;
    this.slowestMs = Math.max(this.slowestMs, ms);
    this.outcomes[result.status] = (this.outcomes[result.status] ?? 0) + 1;
    return { ...result, ms };
  }

  /** The same until the answer is definite. Anything but the two errors that say "later" is thrown. */
  async definite(run) {
    const giveUp = performance.now() + GIVE_UP_MS;
    for (let attempt = 1; ; attempt += 1) {
      const result = await this.call(run);
      if (!result.error) return { ...result, attempts: attempt };
      if (!TRANSIENT.has(result.error.code)) throw result.error;
      if (performance.now() > giveUp) return { status: 'unknown', attempts: attempt };
      await sleep(20 + Math.random() * 60);
    }
  }

  /** For another process. */
  summary() {
    const { started, settled, slowestMs, outcomes } = this;
    return { started, settled, slowestMs, outcomes };
  }
}

/** Several summaries as one. */
export function mergeCalls(logs) {
  const outcomes = {};
  for (const log of logs)
    for (const [name, count] of Object.entries(log.outcomes)) outcomes[name] = (outcomes[name] ?? 0) + count;
  return {
    outcomes,
    unsettled: logs.reduce((sum, { started, settled }) => sum + started - settled, 0),
    slowestMs: Math.max(...logs.map(({ slowestMs }) => slowestMs)),
    retried: (outcomes.store_unavailable ?? 0) + (outcomes.store_outcome_unknown ?? 0),
  };
}

/** Runs `job(0..count-1)`, `inFlight` at once. */
export async function inParallel(count, inFlight, job) {
  let next = 0;
  const slot = async () => {
    while (next < count) await job(next++);
  };
  await Promise.all(Array.from({ length: inFlight }, slot));
}
