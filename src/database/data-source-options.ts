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

function serverOptions({ url, poolSize }: { url: string; poolSize: number }): object {
  return { url, poolSize, connectTimeoutMS: 5_000, applicationName: 'frontdesk' };
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
    extra: { idleTimeoutMillis: 0 },
  };
}
