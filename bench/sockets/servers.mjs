import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { openDatabase } from '../../dist/database/database.js';
import { migrate } from '../../dist/database/migrate.js';
import { WIDE_LIMITS } from '../../test/support/wide-limits.mjs';
import { loadDocuments } from '../desk.mjs';
import { helpDocuments } from '../help-text.mjs';
import { freePort } from '../server-process.mjs';
import { startMeasured } from './processes.mjs';

const BARE = fileURLToPath(new URL('./bare-server.mjs', import.meta.url));
/** Sessions that are opened at once. */
const OPENING = 32;

/** Starts the built application with sessions in memory, and its socket limits out of the way; `prepare` loads help pages to answer from. */
export async function startDesk(location, dataDir, { files, sockets }) {
  const database = await openDatabase(location);
  await migrate(database);
  await database.close();
  const url = `http://127.0.0.1:${await freePort()}`;
  const adminKey = randomBytes(24).toString('hex');
  const env = {
    ENVIRONMENT: 'production',
    LOG_LEVEL: 'warn',
    API_HOST: '127.0.0.1',
    API_PORT: new URL(url).port,
    ADMIN_API_KEY: adminKey,
    AUTH_TOKEN_SECRET: randomBytes(48).toString('hex'),
    DATA_DIR: dataDir,
    SESSION_STORE_TYPE: 'in_memory',
    SESSION_MAX_SESSIONS: String(2 * sockets),
    // Those that come back may be there before those that were cut are gone.
    SOCKET_MAX_CONNECTIONS: String(2 * sockets),
    SOCKET_EVENTS_PER_MINUTE: '10000',
    ...WIDE_LIMITS,
    ...(location.kind === 'postgres' ? { DATABASE_URL: location.url } : {}),
  };
  const server = await startMeasured(['dist/main.js'], env, `${url}/health/ready`, files);
  const prepare = async () => {
    await loadDocuments({ url, adminKey }, helpDocuments());
  };
  return { url, openSessions: (count) => openSessions(url, count), prepare, ...server };
}

/** Starts a Socket.IO server with nothing behind it. */
export async function startBare({ files }) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = await startMeasured([BARE, String(port)], {}, url, files);
  const openSessions = async (count) => Array.from({ length: count }, (_, i) => `client ${i}`);
  return { url, openSessions, prepare: async () => undefined, ...server };
}

/** Opens sessions, and resolves to their tokens. */
async function openSessions(url, count) {
  const tokens = [];
  let left = count;
  const worker = async () => {
    for (; left > 0;) {
      left -= 1;
      const response = await fetch(`${url}/api/v1/sessions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{}',
      });
      if (!response.ok) throw new Error(`POST /api/v1/sessions: ${response.status} ${await response.text()}`);
      const { token } = await response.json();
      tokens.push(token);
    }
  };
  await Promise.all(Array.from({ length: OPENING }, worker));
  return tokens;
}
