import { setTimeout as sleep } from 'node:timers/promises';
import { createSessions, readSessions, startWorker, withDesk } from '../lib/desk.mjs';

export const name = 'frozen-holder';
export const defaultOps = 100;

const FREEZE_MS = 20_000;
const LEASE_MS = 5_000;

/** The process that holds a session's lease is stopped by SIGSTOP for 20 s and goes on as if nothing had happened. */
export async function run({ ops, checks }) {
  await withDesk({}, async ({ redis, open }) => {
    const store = await open();
    const [sessionId] = await createSessions(store, 1);
    const job = { kind: 'hold', env: { REDIS_URL: redis.url }, sessionId };

    const counting = Promise.withResolvers();
    const frozen = startWorker({ ...job, most: Infinity }, ({ counted }) => {
      if (counted >= 20) counting.resolve();
    });
    await Promise.race([counting.promise, frozen.result]);
    frozen.child.kill('SIGSTOP');
    const frozenAt = performance.now();
    const next = startWorker({ ...job, most: ops });
    const takenOver = await next.result;
    await sleep(Math.max(0, FREEZE_MS - (performance.now() - frozenAt)));
    frozen.child.kill('SIGCONT');
    const woken = await frozen.result;

    const [session] = await readSessions(store, [sessionId]);
    checks.atMost('taken over after ms', takenOver.waitedMs, LEASE_MS + 1_000);
    checks.require('frozen holder', woken.fenced ? 'fenced' : 'not fenced', woken.fenced, 'must be fenced');
    checks.equal('its lease', woken.stillHeld, false);
    checks.require('fences', `${woken.fence} < ${takenOver.fence}`, woken.fence < takenOver.fence, 'must grow');
    checks.equal('next holder applied', takenOver.applied, ops);
    checks.equal('counter', session.counters.guarded, woken.applied + takenOver.applied);
  });
}
