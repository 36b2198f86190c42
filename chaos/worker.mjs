// One more instance of the product's store: gets one job, sends `{ result }`, and ends. An unhandled rejection ends it early.
import { openStore } from '../bench/session/product.mjs';
import { CallLog } from './lib/calls.mjs';
import { holdLease } from './lib/hold-lease.mjs';
import { mixedLoad } from './lib/mixed-load.mjs';
import { Random } from './lib/random.mjs';

const JOBS = {
  /** @param {{ name: string, sessions: string[], ops: number, inFlight: number, weights: object, seed: number }} job */
  load: async (store, job) => {
    const log = new CallLog();
    const history = await mixedLoad({
      ...job,
      storeFor: () => store,
      log,
      random: new Random(job.seed),
      onProgress: (done) => process.send({ done }),
    });
    return { history, calls: log.summary() };
  },
  hold: holdLease,
};

process.once('message', async (job) => {
  const store = await openStore(job.env);
  const result = await JOBS[job.kind](store, job);
  await store.close();
  process.send({ result }, () => process.disconnect());
});
