import { type Database } from './database.js';
import { DatabaseCheckFailed } from './database.errors.js';
import { type SqlStatement } from './sql.js';

/** Oldest server the SQL is written for. */
const MINIMUM_VERSION = 150_000;

const TABLES = ['conversations', 'messages', 'turns', 'tickets', 'memories', 'knowledge_documents', 'api_keys'];

const CHECKS = {
  version: { name: 'check_version', text: `SELECT current_setting('server_version_num')::int AS version` },
  tables: {
    name: 'check_tables',
    text: `SELECT name FROM unnest($1::text[]) AS wanted (name) WHERE to_regclass(name) IS NULL`,
  },
  // A temporary row in a real table, rolled back: proves that the disk, the role and the server (no read-only replica) take writes.
  write: {
    name: 'check_write',
    text: `INSERT INTO conversations (session_id, thread_id, created_at, updated_at, last_activity_at)
           VALUES ('startup-check-' || gen_random_uuid(), 'startup-check', now(), now(), now())`,
  },
} satisfies Record<string, SqlStatement>;

class RollBack extends Error {}

/**
 * Whether the server understands our SQL; to be asked before anything is migrated.
 * @throws DatabaseCheckFailed
 */
export async function checkServer(database: Database): Promise<void> {
  const [server] = await database.query<{ version: number }>(CHECKS.version);
  if ((server?.version ?? 0) < MINIMUM_VERSION) {
    throw new DatabaseCheckFailed('Postgres 15 or newer is needed. Upgrade the server, or unset DATABASE_URL.');
  }
}

/**
 * Tables and a write, in that order; each failure says what to do.
 * @throws DatabaseCheckFailed
 */
export async function checkDatabase(database: Database): Promise<void> {
  const missing = await database.query<{ name: string }>(CHECKS.tables, [TABLES]);
  if (missing.length > 0) {
    const names = missing.map(({ name }) => name).join(', ');
    throw new DatabaseCheckFailed(
      `The tables ${names} are missing although their migrations are recorded. Restore the backup, or start with an empty database.`,
    );
  }
  await probeWrite(database);
}

async function probeWrite(database: Database): Promise<void> {
  try {
    await database.transaction(async (sql) => {
      await sql.query(CHECKS.write);
      throw new RollBack();
    });
  } catch (error) {
    if (error instanceof RollBack) return;
    throw new DatabaseCheckFailed(
      'The database does not take writes. Check that it is not a read-only replica, that its disk has room and that the role may INSERT.',
      { cause: error },
    );
  }
}
