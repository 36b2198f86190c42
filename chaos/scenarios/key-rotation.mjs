import { randomBytes } from 'node:crypto';
import { CallLog, mergeCalls } from '../lib/calls.mjs';
import { createSessions, readSessions, withDesk } from '../lib/desk.mjs';
import { checkHistory } from '../lib/history.mjs';
import { MIXED, mixedLoad } from '../lib/mixed-load.mjs';

export const name = 'key-rotation';
export const defaultOps = 10_000;

/** Two instances serve while they are replaced one by one to bring in a new key, use it, reseal and drop the old one. */
export async function run({ ops, random, checks }) {
  await withDesk({}, async ({ open }) => {
    const newKey = (kid) => `${kid}:${randomBytes(32).toString('base64')}`;
    const [old, fresh] = [newKey('k2025'), newKey('k2026')];
    const withKeys = (...keys) => open({ SESSION_ENCRYPTION_KEYS: keys.join(',') });
    const serving = [await withKeys(old), await withKeys(old)];
    const sessions = await createSessions(serving[0], 40);

    const log = new CallLog();
    let resealed = 0;
    const replace =
      (instance, ...keys) =>
      async () => {
        serving[instance] = await withKeys(...keys);
      };
    const reseal = async () => {
      for (const id of sessions) if ((await serving[0].reseal(id)).status === 'resealed') resealed += 1;
    };
    const steps = [
      replace(0, old, fresh),
      replace(1, old, fresh),
      replace(0, fresh, old),
      replace(1, fresh, old),
      reseal,
      replace(0, fresh),
      replace(1, fresh),
    ];
    const histories = [];
    for (const [index, step] of steps.entries()) {
      const load = { log, sessions, inFlight: 16, weights: MIXED, random, name: `step${index}` };
      // What is under way at an instance that is replaced ends there, as in a rolling restart.
      const serve = mixedLoad({ ...load, storeFor: (op) => serving[op % 2], ops: Math.ceil(ops / steps.length) });
      const [history] = await Promise.all([serve, step()]);
      histories.push(history);
    }
    checks.note('steps', steps.length);
    checks.note('resealed', resealed);
    checks.equal('errors', mergeCalls([log.summary()]).retried, 0);
    checkHistory(checks, histories, await readSessions(await withKeys(fresh), sessions));
  });
}
