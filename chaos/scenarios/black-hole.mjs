import { setTimeout as sleep } from 'node:timers/promises';
import { startFaultyProxy } from '../../bench/session/faulty-proxy.mjs';
import { CallLog, inParallel, mergeCalls } from '../lib/calls.mjs';
import { createSessions, readSessions, withDesk } from '../lib/desk.mjs';

export const name = 'black-hole';
/** 12 s at the rate below. */
export const defaultOps = 2_400;

const EVERY_MS = 5;
const BEFORE_MS = 2_000;
const HOLE_MS = 5_000;
const TYPED = ['store_unavailable', 'store_outcome_unknown'];
const ERROR_WITHIN_MS = 1_500;
const RECOVERED_WITHIN_MS = 3_000;
const SETTLED_WITHIN_MS = 5_000;

/** For 5 s nothing comes through and no connection closes, while 200 calls a second go on as if nothing were wrong. */
export async function run({ ops, checks }) {
  await withDesk({}, async ({ redis, open }) => {
    const sound = await open();
    const sessions = await createSessions(sound, 10);
    const proxy = await startFaultyProxy(redis);
    try {
      const store = await open({ REDIS_URL: proxy.url });
      const log = new CallLog();
      const answers = [];
      const start = performance.now();
      const holeAt = start + BEFORE_MS;
      const healAt = holeAt + HOLE_MS;
      setTimeout(() => proxy.blackHole(), BEFORE_MS);
      setTimeout(() => proxy.heal(), BEFORE_MS + HOLE_MS);
      for (let op = 0; op < ops; op += 1) {
        await sleep(Math.max(0, start + op * EVERY_MS - performance.now()));
        const at = performance.now();
        const call = callOf(store, sessions, op);
        void log.call(call.run).then((answer) => answers.push({ ...call, ...answer, at }));
      }
      const settleBy = performance.now() + SETTLED_WITHIN_MS;
      while (log.settled < log.started && performance.now() < settleBy) await sleep(20);

      const errors = answers.filter(({ error }) => error);
      const untyped = errors.filter(({ status }) => !TYPED.includes(status)).map(({ status }) => status);
      const lastError = Math.max(healAt, ...errors.map(({ at, ms }) => at + ms));
      checks.note('calls', ops);
      checks.atLeast('errors', errors.length, 1);
      checks.equal('untyped errors', untyped.length === 0 ? 'none' : [...new Set(untyped)].join(' '), 'none');
      checks.atMost('slowest error ms', Math.max(0, ...errors.map(({ ms }) => ms)), ERROR_WITHIN_MS);
      checks.equal('errors before', errors.filter(({ at, ms }) => at + ms < holeAt).length, 0);
      checks.atMost('recovered after ms', lastError - healAt, RECOVERED_WITHIN_MS);
      checks.equal('unsettled', log.started - log.settled, 0);
      await checkCounts(checks, { answers, sound, store, sessions });
    } finally {
      proxy.heal();
      await proxy.stop();
    }
  });
}

/** Every other call counts, the others read. */
function callOf(store, sessions, op) {
  const sessionId = sessions[op % sessions.length];
  if (op % 2 === 1) return { run: () => store.get(sessionId) };
  const opId = `op.${op}`;
  return { sessionId, opId, run: () => store.incrementCounter(sessionId, 'n', 1, { opId }) };
}

async function checkCounts(checks, { answers, sound, store, sessions }) {
  const total = async () =>
    (await readSessions(sound, sessions)).reduce((sum, { counters }) => sum + (counters.n ?? 0), 0);
  const increments = answers.filter(({ opId }) => opId);
  const acknowledged = increments.filter(({ error }) => !error).length;
  const unknown = increments.filter(({ status }) => status === 'store_outcome_unknown');
  const counted = await total();
  checks.note('unknown', unknown.length);
  const isPossible = counted >= acknowledged && counted <= acknowledged + unknown.length;
  checks.require('counted', counted, isPossible, `must be ${acknowledged} and up to ${unknown.length} more`);
  const log = new CallLog();
  await inParallel(unknown.length, 8, async (index) => {
    const { sessionId, opId } = unknown[index];
    await log.definite(() => store.incrementCounter(sessionId, 'n', 1, { opId }));
  });
  checks.equal('counted when repeated', await total(), acknowledged + unknown.length);
  checks.equal('unsettled in repeats', mergeCalls([log.summary()]).unsettled, 0);
}
