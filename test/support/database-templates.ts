import { cpSync, existsSync, mkdtempSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { type DatabaseLocation } from '../../src/database/data-source-options.js';
import { openDatabase } from '../../src/database/database.js';
import { migrate } from '../../src/database/migrate.js';

const TEMPLATE = 'frontdesk_template';
/** Key of the advisory lock; any constant would do. */
const TEMPLATE_LOCK = 7_301;

/** The one Postgres and the one temporary folder of a test run. */
export interface TestRun {
  readonly serverUrl: string;
  readonly folder: string;
}

/** Fills `target` with a copy of the run's one migrated embedded database: 130 ms instead of 3.7 s (Debian 12, 2 cores). */
export async function copyEmbeddedTemplate({ serverUrl, folder }: TestRun, target: string): Promise<void> {
  const template = join(folder, 'embedded-template');
  await onServer(serverUrl, (client) =>
    underTemplateLock(client, async () => {
      if (existsSync(template)) return;
      const draft = mkdtempSync(join(folder, 'embedded-draft-'));
      await migrateAndClose({ kind: 'embedded', dataDir: draft });
      renameSync(draft, template);
    }),
  );
  cpSync(template, target, { recursive: true });
}

/** Creates `name` on the run's Postgres as a copy of one migrated template and returns its URL. */
export async function copyPostgresTemplate({ serverUrl }: TestRun, name: string): Promise<string> {
  await onServer(serverUrl, async (client) => {
    await underTemplateLock(client, async () => {
      const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [TEMPLATE]);
      if (rowCount === 0) await makePostgresTemplate(serverUrl, client);
    });
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`);
  });
  return databaseUrl(serverUrl, name);
}

/** Creates `name` on the run's Postgres with nothing in it and returns its URL. */
export async function createPostgresDatabase({ serverUrl }: TestRun, name: string): Promise<string> {
  await onServer(serverUrl, async (client) => {
    await client.query(`CREATE DATABASE ${name}`);
  });
  return databaseUrl(serverUrl, name);
}

async function makePostgresTemplate(serverUrl: string, client: Client): Promise<void> {
  const draft = `${TEMPLATE}_draft`;
  await client.query(`DROP DATABASE IF EXISTS ${draft}`);
  await client.query(`CREATE DATABASE ${draft}`);
  await migrateAndClose({ kind: 'postgres', url: databaseUrl(serverUrl, draft), poolSize: 2 });
  await client.query(`ALTER DATABASE ${draft} RENAME TO ${TEMPLATE}`);
}

/** Removes a database of the run's Postgres, whoever is still connected to it. */
export async function dropPostgresDatabase({ serverUrl }: TestRun, name: string): Promise<void> {
  await onServer(serverUrl, async (client) => {
    await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  });
}

async function migrateAndClose(location: DatabaseLocation): Promise<void> {
  const database = await openDatabase(location);
  try {
    await migrate(database);
  } finally {
    await database.close();
  }
}

/** Test workers run at once; one of them makes a template, the others wait for it. The lock ends with the connection. */
async function underTemplateLock(client: Client, work: () => Promise<void>): Promise<void> {
  await client.query('SELECT pg_advisory_lock($1)', [TEMPLATE_LOCK]);
  await work();
  await client.query('SELECT pg_advisory_unlock($1)', [TEMPLATE_LOCK]);
}

async function onServer(serverUrl: string, work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function databaseUrl(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = name;
  return url.href;
}
