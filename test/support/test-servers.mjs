import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startPostgres, THROWAWAY } from './postgres-server.mjs';
import { startRedis } from './redis-server.mjs';

let running;

/**
 * The servers of one test run, started once however many Jest projects ask. Workers find them by environment:
 * TEST_POSTGRES_URL (maintenance database, superuser), TEST_REDIS_URL (shared by all: a test keeps to a random key prefix)
 * and TEST_TEMP_DIR, a folder that disappears with the run.
 */
export async function startTestServers() {
  if (running) return;
  running = [];
  const postgres = await startPostgres(THROWAWAY);
  running.push(postgres);
  const redis = await startRedis();
  running.push(redis);
  process.env.TEST_POSTGRES_URL = postgres.url();
  process.env.TEST_REDIS_URL = redis.url;
  process.env.TEST_TEMP_DIR = join(postgres.folder, 't');
  mkdirSync(process.env.TEST_TEMP_DIR);
  // What the product and the browser put into the temporary folder disappears with it, should the run be killed.
  process.env.TMPDIR = process.env.TEST_TEMP_DIR;
}

/** Ends what startTestServers() started; safe to call twice. */
export async function stopTestServers() {
  const servers = running ?? [];
  running = undefined;
  await Promise.all(servers.map((server) => server.stop()));
}
