import { setTimeout as sleep } from 'node:timers/promises';
import { CallLog, mergeCalls } from './calls.mjs';
import { mixedLoad, MIXED } from './mixed-load.mjs';

/** Does something every `everyMs` until it is stopped; `stop` resolves to how often. */
export function nagging(everyMs, nag) {
  const stop = new AbortController();
  const run = (async () => {
    for (let times = 0; ; times += 1) {
      await sleep(everyMs);
      if (stop.signal.aborted) return times;
      await nag();
    }
  })();
  return {
    stop: () => {
      stop.abort();
      return run;
    },
  };
}

/** A mixed load from this process, 16 in flight. */
export async function runLoad(store, { sessions, ops, random }) {
  const log = new CallLog();
  const load = { name: 'op', sessions, ops, inFlight: 16, weights: MIXED, random };
  const history = await mixedLoad({ ...load, storeFor: () => store, log });
  return { history, calls: mergeCalls([log.summary()]) };
}
