import { doubleCounts, lostCounts, lostUpdates, resurrected, staleReads } from './experiments.mjs';
import { startFaultyProxy } from './faulty-proxy.mjs';

const LOST_SHARE = 0.02;

/**
 * Every experiment with every contestant, each on two instances.
 * @returns {Promise<Map<string, object>>} the figures by the contestant's name
 */
export async function measureCorrectness(contestants, redis) {
  const figures = new Map();
  for (const { name, open, isLocal } of contestants) {
    const one = await open(redis.url);
    // What lives in one process has no second one, and no connection that could lose an answer.
    const other = isLocal ? one : await open(redis.url);
    const pair = [one, other];
    figures.set(name, {
      lostUpdates: await lostUpdates(pair),
      lostCounts: await lostCounts(pair),
      doubleCounts: isLocal ? 0 : await overLossyConnection(open, redis, one),
      resurrected: await resurrected(pair),
      staleReads: await staleReads(pair),
    });
    await Promise.all([...new Set(pair)].map((instance) => instance.close()));
    process.stderr.write('.');
  }
  process.stderr.write('\n');
  return figures;
}

async function overLossyConnection(open, redis, sound) {
  const proxy = await startFaultyProxy(redis);
  const lossy = await open(proxy.url);
  try {
    proxy.loseReplies(LOST_SHARE);
    return await doubleCounts(lossy, sound);
  } finally {
    proxy.loseReplies(0);
    await lossy.close();
    await proxy.stop();
  }
}
