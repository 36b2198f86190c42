import { mergeCalls } from '../lib/calls.mjs';
import { createSessions, readSessions, startWorker, withDesk } from '../lib/desk.mjs';
import { checkHistory } from '../lib/history.mjs';
import { INCREMENTS } from '../lib/mixed-load.mjs';

export const name = 'kill-redis';
export const defaultOps = 40_000;

const PROCESSES = 4;
const KILLS = 6;

/** Redis with its log on disk is killed by SIGKILL six times while four processes count in one session. */
export async function run({ ops, random, checks }) {
  await withDesk({ args: ['--appendonly', 'yes', '--appendfsync', 'always'] }, async ({ redis, open }) => {
    const store = await open();
    const sessions = await createSessions(store, 1);
    const killAt = Array.from({ length: KILLS }, () => Math.floor((0.05 + 0.85 * random.next()) * ops)).sort(
      (a, b) => a - b,
    );
    const progress = new Array(PROCESSES).fill(0);
    let killing = Promise.resolve();
    const onProgress =
      (worker) =>
      ({ done }) => {
        progress[worker] = done;
        const total = progress.reduce((sum, own) => sum + own, 0);
        while (killAt.length > 0 && total >= killAt[0]) {
          killAt.shift();
          killing = killing.then(() => redis.kill('SIGKILL')).then(() => redis.restart());
        }
      };
    const workers = progress.map((_, worker) =>
      startWorker(
        {
          kind: 'load',
          env: { REDIS_URL: redis.url },
          name: `w${worker}`,
          sessions,
          ops: ops / PROCESSES,
          inFlight: 16,
          weights: INCREMENTS,
          seed: random.below(2 ** 31),
        },
        onProgress(worker),
      ),
    );
    const results = await Promise.all(workers.map(({ result }) => result));
    await killing;
    const calls = mergeCalls(results.map((result) => result.calls));
    const [session] = await readSessions(store, sessions);
    checks.equal('kills', KILLS - killAt.length, KILLS);
    checks.equal('counter', session.counters.total, ops);
    checks.equal('changeSeq', session.changeSeq, ops + 1);
    checkHistory(
      checks,
      results.map((result) => result.history),
      [session],
    );
    checks.note('sent again', calls.retried);
    checks.equal('unsettled', calls.unsettled, 0);
  });
}
