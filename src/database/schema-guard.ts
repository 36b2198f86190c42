import { type Database } from './database.js';
import { SchemaMismatch } from './database.errors.js';

/**
 * Refuses a schema that is older than this version, or so much newer that this version can't run beside it.
 * @returns migrations of a newer version that are applied, and with which this one may run
 * @throws SchemaMismatch with what to do
 */
export async function assertSchemaFits(database: Database): Promise<string[]> {
  const known = database.dataSource.migrations.map((migration) => migration.name ?? migration.constructor.name);
  const applied = await appliedMigrations(database);
  const pending = known.filter((name) => !applied.includes(name));
  if (pending.length > 0) {
    throw new SchemaMismatch(
      `The database schema is outdated: ${pending.join(', ')} not applied. Run "npm run migrate" with the same settings, then start again.`,
    );
  }
  const newer = applied.filter((name) => !known.includes(name));
  if (newer.length > 0 && (await mustKnow(database)) > Math.max(...known.map(numberOf))) {
    throw new SchemaMismatch(
      `The database schema is too new for this version: it has ${newer.join(', ')}. Start the version that made it, or a newer one.`,
    );
  }
  return newer;
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

/** Number of the newest migration that a program must know (migration 11). */
async function mustKnow(database: Database): Promise<number> {
  const [row] = await database.query<{ mustKnow: string }>({
    name: 'schema_must_know',
    text: `SELECT must_know::text AS "mustKnow" FROM schema_support`,
  });
  return Number(row?.mustKnow ?? Infinity);
}

/** A migration's name ends with when it was written. */
function numberOf(name: string): number {
  return Number(/\d{13}$/.exec(name)?.[0]);
}
