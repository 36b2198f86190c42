import { setTimeout as sleep } from 'node:timers/promises';
import { MigrationExecutor, type QueryRunner } from 'typeorm';
import { type Database } from './database.js';
import { DatabaseCheckFailed, sqlState } from './database.errors.js';

/** One key for the whole product: migrations of two starting instances wait for each other. Any constant would do. */
const MIGRATION_LOCK = 7_361_420;
/** A migration that waits for a table makes everybody else wait for it too; it gives up after this long, in ms. */
const LOCK_TIMEOUT_MS = 2_000;
/** And tries again after this long, in ms, this often: for a minute and a half. */
const AGAIN_MS = 1_000;
const MOST_TRIES = 30;
/** SQLSTATE lock_not_available. */
const LOCK_NOT_AVAILABLE = '55P03';

/**
 * Brings the schema up to this version; several starting instances do it once, the others wait. A running desk is never held up for
 * longer than LOCK_TIMEOUT_MS by a migration that waits for its turn.
 * @returns names of the migrations that ran
 * @throws DatabaseCheckFailed when the tables are never free; what a migration throws
 */
export async function migrate(database: Database): Promise<string[]> {
  const runner = database.dataSource.createQueryRunner();
  try {
    await runner.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await runner.query(`SET lock_timeout = ${LOCK_TIMEOUT_MS}`);
    return await runPending(database, runner);
  } finally {
    await runner.query('SET lock_timeout = DEFAULT').catch(() => undefined);
    await runner.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => undefined);
    await runner.release();
  }
}

/** Each migration in a transaction of its own: what ran before a failure stays, and is not run again. */
async function runPending(database: Database, runner: QueryRunner): Promise<string[]> {
  const before = await executed(database, runner);
  for (let tries = 1; ; tries += 1) {
    const executor = new MigrationExecutor(database.dataSource, runner);
    executor.transaction = 'each';
    try {
      await executor.executePendingMigrations();
      return (await executed(database, runner)).filter((name) => !before.includes(name));
    } catch (error) {
      if (sqlState(error) !== LOCK_NOT_AVAILABLE) throw error;
      if (tries === MOST_TRIES) {
        throw new DatabaseCheckFailed(
          'A migration could not get at its tables: another session holds them. End long transactions (see pg_stat_activity), and run it again.',
          { cause: error },
        );
      }
      await sleep(AGAIN_MS);
    }
  }
}

async function executed(database: Database, runner: QueryRunner): Promise<string[]> {
  const migrations = await new MigrationExecutor(database.dataSource, runner).getExecutedMigrations();
  return migrations.map(({ name }) => name);
}
