import { type ConstructorOptions, type PgBoss } from 'pg-boss';
import { type Database } from '../database/database.js';

/**
 * How often pg-boss looks at the database, in seconds. An idle desk must stay idle, and the embedded database has one connection:
 * what was sent here starts at once (see Jobs.send), so looking is for the jobs of others, of schedules and of the dead.
 */
const PACE = {
  cronMonitorIntervalSeconds: 45,
  cronWorkerIntervalSeconds: 45,
  clockMonitorIntervalSeconds: 600,
  superviseIntervalSeconds: 60,
  monitorIntervalSeconds: 60,
  queueCacheIntervalSeconds: 600,
  bamIntervalSeconds: 3600,
  flowIntervalSeconds: 3600,
} satisfies ConstructorOptions;

/**
 * A pg-boss on the connections of `database`, started. Its tables are in the schema `pgboss`, which it makes and upgrades by itself
 * under a lock of its own, beside our migrations. Loaded when first needed: a desk without jobs pays nothing for it.
 */
export async function openBoss(
  database: Database,
  schedule: boolean,
  onError: (error: unknown) => void,
): Promise<PgBoss> {
  const { PgBoss } = await import('pg-boss');
  const boss = new PgBoss({
    ...PACE,
    schedule,
    db: { executeSql: (text, values) => database.execute(text, values) },
    // Ours are a handful of rows a day; watching vacuum and rebuilding indexes is for queues of millions.
    reindex: false,
    monitorVacuum: false,
  });
  boss.on('error', onError);
  try {
    await boss.start();
  } catch (error) {
    await boss.stop({ graceful: false }).catch(() => undefined);
    throw error;
  }
  return boss;
}
