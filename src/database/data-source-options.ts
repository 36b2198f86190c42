import { type PoolClient } from 'pg';
import { type DataSourceOptions } from 'typeorm';
import { type AppConfig } from '../config/app-config.js';
import { type EmbeddedPostgres } from './embedded-postgres.js';
import { migrations } from './migrations/migrations.js';

/** Where the data lives: a folder (PGlite) or a Postgres server. Both speak the same SQL. */
export type DatabaseLocation =
  | { readonly kind: 'embedded'; readonly dataDir: string }
  | { readonly kind: 'postgres'; readonly url: string; readonly poolSize: number };

/** The home that the configuration names. */
export function databaseLocation({ database, dataDir }: Pick<AppConfig, 'database' | 'dataDir'>): DatabaseLocation {
  return database.kind === 'postgres' ? database : { kind: 'embedded', dataDir };
}

/** TypeORM's options for a location; the embedded server must be running. */
export function dataSourceOptions(
  location: DatabaseLocation,
  embedded: EmbeddedPostgres | undefined,
): DataSourceOptions {
  return {
    type: 'postgres',
    ...(location.kind === 'postgres' ? serverOptions(location) : embeddedOptions(embedded)),
    migrations,
    migrationsTableName: 'schema_migrations',
    migrationsTransactionMode: 'each',
    synchronize: false,
    installExtensions: false,
  };
}

/**
 * What every connection is told before its first use. Our statements take a millisecond and are planned once a connection, perhaps
 * while their tables are still empty: a plan that reads whole tables would stay while they grow (measured: 519 turns a second became
 * 221), so an index is taken wherever there is one; and compiling such a statement costs more than it does. PGlite keeps prepared
 * statements over reconnects, the driver does not: without DEALLOCATE a reconnect would prepare a name twice.
 */
async function onConnect(client: PoolClient): Promise<void> {
  await client.query(
    'DEALLOCATE ALL; SET jit = off; SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan',
  );
}

function serverOptions({ url, poolSize }: { url: string; poolSize: number }): object {
  return { url, poolSize, connectTimeoutMS: 5_000, applicationName: 'frontdesk', extra: { onConnect } };
}

/** PGlite has one session, so the pool has one connection, never given up: whoever waits for it waits within this limit. */
function embeddedOptions(embedded: EmbeddedPostgres | undefined): object {
  return {
    host: embedded?.host,
    port: embedded?.port,
    username: 'postgres',
    database: 'postgres',
    poolSize: 1,
    connectTimeoutMS: 30_000,
    extra: { idleTimeoutMillis: 0, onConnect },
  };
}
