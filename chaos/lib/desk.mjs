// A Redis of the scenario's own, and what stands around it.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Redis } from 'ioredis';
import { startRedis } from '../../test/support/redis-server.mjs';
import { openStore } from '../../bench/session/product.mjs';

const WORKER = new URL('../worker.mjs', import.meta.url);

/**
 * Runs `use` with a Redis, an administrator's connection to it and a way to open stores; all of it is closed afterwards.
 * @param {{ args?: string[] }} options arguments of redis-server
 */
export async function withDesk({ args = [] }, use) {
  const redis = await startRedis({ args });
  const admin = new Redis(redis.url, { retryStrategy: () => 50, maxRetriesPerRequest: null });
  // Connections that break are what the scenarios are about.
  admin.on('error', () => undefined);
  const stores = [];
  const open = async (env = {}) => {
    const store = await openStore({ REDIS_URL: redis.url, ...env });
    stores.push(store);
    return store;
  };
  try {
    return await use({ redis, admin, open });
  } finally {
    await Promise.all(stores.map((store) => store.close()));
    admin.disconnect();
    await redis.stop();
  }
}

/** Creates `count` sessions; resolves to their ids. */
export async function createSessions(store, count, prefix = 's') {
  const ids = Array.from({ length: count }, (_, index) => `${prefix}-${index}`);
  for (const sessionId of ids) await store.create({ sessionId, threadId: `thread-${sessionId}` });
  return ids;
}

/** The sessions as they are; one that isn't there is an error. */
export async function readSessions(store, ids) {
  return Promise.all(
    ids.map(async (id) => {
      const lookup = await store.get(id);
      if (lookup.status !== 'found') throw new Error(`session ${id} is ${lookup.status}`);
      return lookup.session;
    }),
  );
}

/**
 * A process of its own that does one job and ends; ends with this one too.
 * @returns {{ child: import('node:child_process').ChildProcess, result: Promise<object> }} `result` fails when the process dies
 */
export function startWorker(job, onMessage = () => undefined) {
  const child = fork(WORKER, { serialization: 'advanced' });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  child.send(job);
  const result = new Promise((resolve, reject) => {
    child.on('message', (message) => {
      if (message.result) resolve(message.result);
      else onMessage(message);
    });
    child.once('error', reject);
    child.once('exit', (code, signal) => reject(new Error(`a worker ended early: ${code ?? signal}`)));
  });
  result.catch(() => undefined);
  const gone = once(child, 'exit').then(() => process.removeListener('exit', kill));
  return { child, result: result.finally(() => gone) };
}
