import { isDeepStrictEqual } from 'node:util';
import { CallLog, inParallel } from '../lib/calls.mjs';
import { createSessions, readSessions, withDesk } from '../lib/desk.mjs';

export const name = 'memory-full';
export const defaultOps = 4_000;

const ROOM_BYTES = 6 * 1024 * 1024;
const VALUE = 'x'.repeat(8_192);

/** Redis reaches maxmemory while sessions are created and grow; then a third of them is deleted. */
export async function run({ ops, random, checks }) {
  await withDesk({}, async ({ admin, open }) => {
    const store = await open();
    const log = new CallLog();
    const sessions = await createSessions(store, 50, 'first');
    const usedBytes = Number(/used_memory:(\d+)/.exec(await admin.info('memory'))[1]);
    await admin.config('SET', 'maxmemory', String(usedBytes + ROOM_BYTES));

    let changed = 0;
    const created = [...sessions];
    await inParallel(ops, 16, async (op) => {
      const opId = `op.${op}`;
      if (op % 4 === 0) {
        const sessionId = `more-${op}`;
        const { status } = await log.call(() =>
          store.create({ sessionId, threadId: 't', metadata: { filler: VALUE } }, { opId }),
        );
        if (status === 'applied') created.push(sessionId);
        return;
      }
      const sessionId = random.of(sessions);
      await log.call(() => store.update(sessionId, { metadata: { [`key${op % 30}`]: VALUE } }, { opId }));
    });
    const refused = log.outcomes.store_full ?? 0;
    const others = Object.keys(log.outcomes).filter((status) => !['applied', 'store_full'].includes(status));

    // Full to the brim now: whatever is refused must leave its session exactly as it was.
    const before = await readSessions(store, created);
    await inParallel(before.length, 16, async (index) => {
      const { sessionId } = before[index];
      const opId = 'late';
      const { status } = await log.call(() =>
        store.update(sessionId, { metadata: { late: VALUE.repeat(7) } }, { opId }),
      );
      if (status === 'applied') changed += 1;
    });
    const after = await readSessions(store, created);
    const touched = after.filter((session, index) => !isDeepStrictEqual(session, before[index])).length;

    const doomed = created.filter((_, index) => index % 3 === 0);
    let deleted = 0;
    for (const sessionId of doomed) if ((await store.delete(sessionId)).status === 'applied') deleted += 1;
    const survivor = created[1];
    const again = await log.call(() => store.incrementCounter(survivor, 'n'));
    const fresh = await log.call(() => store.create({ sessionId: 'fresh', threadId: 't' }));

    checks.atLeast('refused with store_full', refused, 1);
    checks.equal('other outcomes', others.length === 0 ? 'none' : others.join(' '), 'none');
    checks.equal('changed by refused writes', touched - changed, 0);
    checks.equal('deleted while full', deleted, doomed.length);
    checks.equal('a write afterwards', again.status, 'applied');
    checks.equal('a creation afterwards', fresh.status, 'applied');
    checks.equal('counted', await store.countActive(), created.length - deleted + 1);
  });
}
