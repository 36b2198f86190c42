// What it costs to know how many sessions there are.
import { connectRedis } from './connect-redis.mjs';
import { openStore } from './product.mjs';

const IN_FLIGHT = 64;
const CALLS = 20;

/** @returns {Promise<{ sessions: number, ours: number, scan: number }[]>} medians of one count in ms */
export async function measureCounting(url, sizes) {
  const store = await openStore({ REDIS_URL: url, REDIS_SESSION_KEY_PREFIX: 'count:' });
  const peer = await connectRedis(url);
  const rows = [];
  let created = 0;
  for (const sessions of sizes) {
    const slot = async () => {
      while (created < sessions) {
        const id = `count-${created++}`;
        await Promise.all([store.create({ sessionId: id, threadId: id }), peer.create(id)]);
      }
    };
    await Promise.all(Array.from({ length: IN_FLIGHT }, slot));
    const counted = await store.countActive();
    if (counted !== sessions) throw new Error(`countActive says ${counted} of ${sessions}`);
    const [ours, scan] = [await timed(() => store.countActive()), await timed(() => peer.store.length())];
    rows.push({ sessions, ours, scan });
  }
  await Promise.all([store.close(), peer.close()]);
  return rows;
}

async function timed(count) {
  const times = [];
  for (let n = 0; n < CALLS; n += 1) {
    const start = performance.now();
    await count();
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b)[CALLS / 2];
}
