import { setTimeout as sleep } from 'node:timers/promises';
import { CallLog, inParallel } from '../lib/calls.mjs';
import { withDesk } from '../lib/desk.mjs';

export const name = 'delete-race';
export const defaultOps = 400;

const WRITERS = 6;

/** Every session is deleted while two instances write to it and try to build it anew, and for a while after. */
export async function run({ ops, random, checks }) {
  await withDesk({}, async ({ admin, open }) => {
    const stores = [await open(), await open()];
    const log = new CallLog();
    let attempts = 0;
    let resurrections = 0;
    await inParallel(ops, 8, async (n) => {
      const sessionId = `s-${n}`;
      const own = random.fork(n);
      await stores[0].create({ sessionId, threadId: 't' });
      let deleted = false;
      const writer = async (w) => {
        const store = stores[w % 2];
        for (let late = 0; late < 3;) {
          const wasDeleted = deleted;
          const { status } = await log.call(() => own.of(WRITES)(store, sessionId));
          attempts += 1;
          if (!wasDeleted) continue;
          late += 1;
          if (status !== 'not_found') resurrections += 1;
        }
      };
      const deleter = async () => {
        await sleep(own.below(15));
        await log.definite(() => stores[1].delete(sessionId, { opId: 'end' }));
        deleted = true;
      };
      await Promise.all([deleter(), ...Array.from({ length: WRITERS }, (_, w) => writer(w))]);
      for (const store of stores) {
        const lookup = await store.get(sessionId);
        if (lookup.status !== 'not_found' || !lookup.deleted) resurrections += 1;
      }
    });
    checks.note('deleted', ops);
    checks.note('writes', attempts);
    checks.equal('alive again', resurrections, 0);
    checks.equal('counted', await stores[0].countActive(), 0);
    checks.equal('sessions left in Redis', (await admin.keys('*:h:*')).length, 0);
    const errors = (log.outcomes.store_unavailable ?? 0) + (log.outcomes.store_outcome_unknown ?? 0);
    checks.equal('errors', errors, 0);
  });
}

const WRITES = [
  (store, id) => store.update(id, { metadata: { late: true } }),
  (store, id) => store.incrementCounter(id, 'n'),
  (store, id) => store.mutate(id, ({ version }) => ({ metadata: { version } })),
  (store, id) => store.touch(id),
  (store, id) => store.setTtl(id, 60_000),
  (store, id) => store.create({ sessionId: id, threadId: 'rebuilt' }),
  (store, id) => store.acquire(id, { leaseMs: 50 }),
];
