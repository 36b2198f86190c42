// The application under test, as an operator would run it, and what a bench does with it over its API.
import { randomBytes } from 'node:crypto';
import { openDatabase } from '../dist/database/database.js';
import { migrate } from '../dist/database/migrate.js';
import { WIDE_LIMITS } from '../test/support/wide-limits.mjs';
import { freePort, startServer } from './server-process.mjs';

/** Starts dist/main.js with production settings, and `variables` besides, on a database that is empty and migrated. */
export async function startDesk(location, dataDir, variables = {}) {
  const database = await openDatabase(location);
  await migrate(database);
  await database.close();

  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const adminKey = randomBytes(24).toString('hex');
  const env = {
    ENVIRONMENT: 'production',
    LOG_LEVEL: 'warn',
    API_HOST: '127.0.0.1',
    API_PORT: String(port),
    ADMIN_API_KEY: adminKey,
    AUTH_TOKEN_SECRET: randomBytes(48).toString('hex'),
    DATA_DIR: dataDir,
    ...WIDE_LIMITS,
    ...(location.kind === 'postgres' ? { DATABASE_URL: location.url } : {}),
    ...variables,
  };
  const server = await startServer(['dist/main.js'], env, `${url}/health/ready`);
  return { url, adminKey, pid: server.pid, stop: server.stop };
}

/** Loads documents, ten a request; resolves to the number of chunks they became. */
export async function loadDocuments({ url, adminKey }, documents) {
  let chunks = 0;
  for (let at = 0; at < documents.length; at += 10) {
    const body = { documents: documents.slice(at, at + 10) };
    const answer = await post(`${url}/api/v1/knowledge/documents`, body, { 'x-api-key': adminKey });
    for (const stored of answer.documents) chunks += stored.chunks;
  }
  return chunks;
}

/** Opens sessions; resolves to where each takes messages and with which headers. */
export async function openSessions({ url }, count) {
  const targets = [];
  for (let index = 0; index < count; index++) {
    const { session, token } = await post(`${url}/api/v1/sessions`, {}, {});
    targets.push({
      path: `/api/v1/chat/${session.sessionId}/messages`,
      headers: { authorization: `Bearer ${token}` },
    });
  }
  return targets;
}

/** Share of the messages that got an answer with sources, asked one by one. */
export async function shareAnswered({ url }, { path, headers }, messages) {
  let answered = 0;
  for (const message of messages) {
    const { sources } = await post(`${url}${path}`, { message }, headers);
    if (sources.length > 0) answered++;
  }
  return answered / messages.length;
}

/** SQL statements sent since the start, from the application's own counter. */
export async function countStatements({ url, adminKey }) {
  const response = await fetch(`${url}/metrics`, { headers: { 'x-api-key': adminKey } });
  const text = await response.text();
  const values = [...text.matchAll(/^frontdesk_sql_statements_total\{.*\} (\d+)/gm)].map(([, value]) => Number(value));
  if (values.length === 0) throw new Error(`no frontdesk_sql_statements_total in /metrics (status ${response.status})`);
  return values.reduce((sum, value) => sum + value);
}

async function post(url, body, headers) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`POST ${url}: ${response.status} ${await response.text()}`);
  return response.json();
}
