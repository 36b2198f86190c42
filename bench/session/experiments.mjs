// Small experiments that count what goes wrong, the same for every contestant. 0 is right everywhere.
import { setTimeout as sleep } from 'node:timers/promises';

const REQUEST_PAIRS = 100;
const COUNTS = 1_000;
const DELETIONS = 200;
const READS = 500;

/** What a figure is out of. */
export const OUT_OF = {
  lostUpdates: 2 * REQUEST_PAIRS,
  lostCounts: COUNTS,
  doubleCounts: COUNTS,
  resurrected: DELETIONS,
  staleReads: READS,
};

/** Two requests of one session at a time, on two instances, each setting a value of its own. */
export async function lostUpdates([one, other]) {
  await one.create('lost');
  for (let pair = 0; pair < REQUEST_PAIRS; pair += 1) {
    const request = async (instance, name) => {
      const save = await instance.begin('lost');
      await sleep(1);
      await save(name, pair);
    };
    await Promise.all([request(one, `a${pair}`), request(other, `b${pair}`)]);
  }
  const { values } = await one.read('lost');
  return 2 * REQUEST_PAIRS - Object.keys(values).filter((name) => /^[ab]\d/.test(name)).length;
}

/** Increments of one session from two instances, 8 in flight each. */
export async function lostCounts([one, other]) {
  await one.create('counted');
  await Promise.all(
    Array.from({ length: 16 }, async (_, slot) => {
      for (let n = slot; n < COUNTS; n += 16) await (slot % 2 ? one : other).increment('counted');
    }),
  );
  return COUNTS - (await one.read('counted')).count;
}

/**
 * Increments over a connection that loses some answers; the caller sends again until it has one, with the same op-id where there is
 * such a thing. Each of 8 sessions has one increment at a time.
 * @param lossy reaches the same Redis as `sound` by way of such a connection
 */
export async function doubleCounts(lossy, sound) {
  const ids = Array.from({ length: 8 }, (_, index) => `doubled-${index}`);
  for (const id of ids) await sound.create(id);
  await Promise.all(
    ids.map(async (id) => {
      for (let n = 0; n < COUNTS / ids.length; n += 1) {
        while (!(await lossy.increment(id, `op-${n}`).catch(() => false))) await sleep(5);
      }
    }),
  );
  const counts = await Promise.all(ids.map(async (id) => (await sound.read(id)).count));
  return counts.reduce((sum, count) => sum + count, 0) - COUNTS;
}

/** A request reads the session and saves it up to 4 ms later; meanwhile another instance deletes it. */
export async function resurrected([one, other]) {
  let alive = 0;
  for (let n = 0; n < DELETIONS; n += 1) {
    const id = `deleted-${n}`;
    await one.create(id);
    const request = async () => {
      const save = await one.begin(id);
      await sleep(n % 5);
      await save('page', n);
    };
    const logout = async () => {
      await sleep((n * 7) % 6);
      await other.remove(id);
    };
    await Promise.allSettled([request(), logout()]);
    if (await other.read(id)) alive += 1;
  }
  return alive;
}

/** One instance writes; the other reads once the write is acknowledged. */
export async function staleReads([one, other]) {
  await one.create('read');
  let stale = 0;
  for (let n = 0; n < READS; n += 1) {
    await one.set('read', 'page', n);
    if ((await other.read('read')).values.page !== n) stale += 1;
  }
  return stale;
}
