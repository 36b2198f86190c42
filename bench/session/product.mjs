// The built product as chaos and bench use it: dist/, or the folder that FRONTDESK_DIST names.
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Logger } from '@nestjs/common';

const DIST = resolve(process.env.FRONTDESK_DIST ?? 'dist');

/** A module of the build, such as `session/memory-session-store.js`. */
export const built = (path) => import(pathToFileURL(resolve(DIST, path)).href);

// Lost connections are the point here; standard output is for verdicts and tables.
Logger.overrideLogger(false);

const { loadConfig } = await built('config/app-config.js');
const { SystemClock } = await built('common/clock.js');
const { createSessionStore } = await built('session/create-session-store.js');

/**
 * A store as an operator would configure it, opened and reached.
 * @param {Record<string, string>} env variables of docs/configuration.md; SESSION_STORE_TYPE is redis unless set
 */
export async function openStore(env) {
  const store = await createSessionStore(loadConfig({ SESSION_STORE_TYPE: 'redis', ...env }), new SystemClock());
  await store.open();
  await store.ping();
  return store;
}
