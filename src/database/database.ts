import { type Pool, type PoolClient, type QueryResult } from 'pg';
import { DataSource } from 'typeorm';
import { poolConnections, poolWaiting } from '../telemetry/database-metrics.js';
import { observeSql } from '../telemetry/observe-sql.js';
import { onScrape } from '../telemetry/scrape.js';
import { inClientSpan } from '../telemetry/spans.js';
import { type DatabaseLocation, dataSourceOptions } from './data-source-options.js';
import { DatabaseUnavailable, translateDatabaseError } from './database.errors.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.js';
import { openingError } from './opening-error.js';
import { type Sql, type SqlStatement } from './sql.js';

const POSTGRES = { 'db.system.name': 'postgresql' };

/**
 * The durable store, in either home. TypeORM owns the connections and the migrations; statements are plain SQL, because one
 * statement a step is what makes a turn atomic (docs/adr/0002). In a transaction use only the `Sql` it hands out: the
 * embedded home has a single connection, and a second query would wait for the first for ever.
 */
export class Database implements Sql {
  private source: DataSource | undefined;
  private embedded: EmbeddedPostgres | undefined;
  private endScrapes: () => void = () => undefined;

  constructor(private readonly location: DatabaseLocation) {}

  /** `embedded` or `postgres`, for people who ask. */
  get kind(): DatabaseLocation['kind'] {
    return this.location.kind;
  }

  /** TypeORM's side of the connection, for migrations. */
  get dataSource(): DataSource {
    if (!this.source) throw new DatabaseUnavailable('The database is not open.');
    return this.source;
  }

  /**
   * Starts the embedded server if that is the home, and connects. What was started is stopped again on failure.
   * @throws DataDirInUse, DatabaseCheckFailed
   */
  async open(): Promise<void> {
    if (this.source) return;
    try {
      if (this.location.kind === 'embedded') this.embedded = await startEmbeddedPostgres(this.location.dataDir);
      const source = new DataSource(dataSourceOptions(this.location, this.embedded));
      this.source = await source.initialize();
      this.endScrapes = onScrape(() => {
        const { totalCount, idleCount, waitingCount } = this.pool;
        poolConnections.set({ state: 'active' }, totalCount - idleCount);
        poolConnections.set({ state: 'idle' }, idleCount);
        poolWaiting.set(waitingCount);
      });
    } catch (error) {
      await this.close();
      throw openingError(error, this.location);
    }
  }

  async query<Row extends object>(statement: SqlStatement, values: readonly unknown[] = []): Promise<Row[]> {
    return run<Row>(this.pool, statement, values);
  }

  /** Runs `work` in one transaction on one connection; anything thrown rolls it back and is thrown on. */
  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    return inClientSpan('transaction', POSTGRES, () => this.runTransaction(work));
  }

  /**
   * Runs the SQL of a library that brings its own, on a connection of the pool, unprepared; without values it may be several
   * statements. A transaction that it left open is rolled back.
   */
  async execute(text: string, values?: readonly unknown[]): Promise<{ rows: object[] }> {
    const client = await this.connect();
    let broken: Error | undefined;
    try {
      return await client.query<object>(text, values && [...values]);
    } catch (error) {
      await client.query('ROLLBACK').catch((rollbackError: unknown) => {
        broken = rollbackError instanceof Error ? rollbackError : new Error('rollback failed');
      });
      throw translateDatabaseError(error);
    } finally {
      client.release(broken);
    }
  }

  /** Closes connections, then the embedded server. Safe to call twice, and on a database that failed to open. */
  async close(): Promise<void> {
    const { source, embedded } = this;
    this.endScrapes();
    this.source = undefined;
    this.embedded = undefined;
    if (source?.isInitialized) await source.destroy();
    await embedded?.stop();
  }

  private async runTransaction<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    const client = await this.connect();
    let broken: Error | undefined;
    try {
      await client.query('BEGIN');
      const result = await work({ query: (statement, values = []) => run(client, statement, values) });
      await client.query('COMMIT');
      return result;
    } catch (error) {
      await client.query('ROLLBACK').catch((rollbackError: unknown) => {
        broken = rollbackError instanceof Error ? rollbackError : new Error('rollback failed');
      });
      throw translateDatabaseError(error);
    } finally {
      client.release(broken);
    }
  }

  private get pool(): Pool {
    // TypeORM types its pool as any; with the postgres driver it is a pg.Pool.
    return (this.dataSource.driver as unknown as { master: Pool }).master;
  }

  private async connect(): Promise<PoolClient> {
    try {
      return await this.pool.connect();
    } catch (error) {
      throw translateDatabaseError(error);
    }
  }
}

/** Opens a database that is used outside the application: commands, tests, benches. */
export async function openDatabase(location: DatabaseLocation): Promise<Database> {
  const database = new Database(location);
  await database.open();
  return database;
}

async function run<Row extends object>(
  connection: Pool | PoolClient,
  { name, text }: SqlStatement,
  values: readonly unknown[],
): Promise<Row[]> {
  return observeSql(name, async () => {
    try {
      const result: QueryResult<Row> = await connection.query<Row>({ name, text, values: [...values] });
      return result.rows;
    } catch (error) {
      throw translateDatabaseError(error);
    }
  });
}
