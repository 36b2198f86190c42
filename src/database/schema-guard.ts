import { type DataSource } from 'typeorm';
import { type Database } from './database.js';
import { SchemaMismatch } from './database.errors.js';

/** One key for the whole product: migrations of two starting instances wait for each other. Any constant would do. */
const MIGRATION_LOCK = 7_361_420;

/**
 * Brings the schema up to this version; several starting instances do it once, the others wait.
 * @returns names of the migrations that ran
 */
export async function migrate(database: Database): Promise<string[]> {
  const source = database.dataSource;
  // The lock belongs to its connection, so it needs one of its own. The embedded home has a single connection and a single process.
  if (database.kind === 'embedded') return runPending(source);
  const runner = source.createQueryRunner();
  try {
    await runner.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    return await runPending(source);
  } finally {
    await runner.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => undefined);
    await runner.release();
  }
}

/**
 * Refuses a schema that is older or newer than this version.
 * @throws SchemaMismatch with what to do
 */
export async function assertSchemaIsCurrent(database: Database): Promise<void> {
  const known = database.dataSource.migrations.map((migration) => migration.name ?? migration.constructor.name);
  const applied = await appliedMigrations(database);
  const pending = known.filter((name) => !applied.includes(name));
  if (pending.length > 0) {
    throw new SchemaMismatch(
      `The database schema is outdated: ${pending.join(', ')} not applied. Run "npm run migrate" with the same settings, then start again.`,
    );
  }
  const unknown = applied.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new SchemaMismatch(
      `The database schema is newer than this version: it has ${unknown.join(', ')}. Start the version that made it.`,
    );
  }
}

async function runPending(source: DataSource): Promise<string[]> {
  return (await source.runMigrations()).map(({ name }) => name);
}

async function appliedMigrations(database: Database): Promise<string[]> {
  const [table] = await database.query<{ present: boolean }>({
    name: 'schema_table',
    text: `SELECT to_regclass('schema_migrations') IS NOT NULL AS present`,
  });
  if (!table?.present) return [];
  const rows = await database.query<{ name: string }>({
    name: 'schema_applied',
    text: `SELECT name FROM schema_migrations ORDER BY id`,
  });
  return rows.map(({ name }) => name);
}
