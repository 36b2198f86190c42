import { existsSync, readdirSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type AppConfig, MEMORY_DATA_DIR } from '../../config/app-config.js';
import { openDatabase } from '../../database/database.js';
import { BackupInvalid } from './backup.errors.js';
import { BLOBS, DUMP, FILES } from './create-backup.js';
import { type Manifest, readManifest } from './manifest.js';
import { postgresEnvironment } from './postgres-environment.js';
import { runProgram } from './run-program.js';

/**
 * Brings a backup into what the configuration names, which must be empty: nothing is ever overwritten.
 * @throws BackupInvalid; then nothing has changed, or the database takes all of it back
 */
export async function restoreBackup(config: AppConfig, folder: string): Promise<Manifest> {
  const manifest = await readManifest(folder);
  const { dataDir, database } = config;
  if (manifest.home !== database.kind) {
    throw new BackupInvalid(
      `The backup is of ${manifest.home === 'embedded' ? 'the embedded database' : 'a Postgres'}. ${manifest.home === 'embedded' ? 'Unset' : 'Set'} DATABASE_URL.`,
    );
  }
  const hasFiles = manifest.files.some(({ name }) => name === FILES);
  const target = database.kind === 'postgres' ? join(dataDir, BLOBS) : dataDir;
  if (hasFiles) assertEmpty(target);
  if (database.kind === 'postgres') await restoreDatabase(database.url, database.poolSize, join(folder, DUMP));
  if (hasFiles) await unpack(join(folder, FILES), dataDir);
  return manifest;
}

async function restoreDatabase(url: string, poolSize: number, file: string): Promise<void> {
  await assertNoTables(url, poolSize);
  const { PGDATABASE = '', ...environment } = postgresEnvironment(url);
  const options = [
    '--exit-on-error',
    '--single-transaction',
    '--no-owner',
    '--no-privileges',
    `--dbname=${PGDATABASE}`,
  ];
  await runProgram('pg_restore', [...options, file], environment);
}

async function assertNoTables(url: string, poolSize: number): Promise<void> {
  const database = await openDatabase({ kind: 'postgres', url, poolSize });
  try {
    const [found] = await database.query<{ tables: number }>({
      name: 'restore_target_tables',
      text: `SELECT count(*)::int AS tables FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
    });
    if (found?.tables !== 0) {
      throw new BackupInvalid(
        'The database of DATABASE_URL has tables already. Make an empty one and name that: createdb.',
      );
    }
  } finally {
    await database.close();
  }
}

function assertEmpty(folder: string): void {
  if (folder === MEMORY_DATA_DIR) throw new BackupInvalid('DATA_DIR is in memory. Name a folder.');
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    throw new BackupInvalid(`${folder} is not empty. Move it away, or name another DATA_DIR.`);
  }
}

async function unpack(archive: string, into: string): Promise<void> {
  await mkdir(into, { recursive: true, mode: 0o700 });
  await runProgram('tar', ['--extract', '--gzip', '--file', archive, '--directory', into, '--no-same-owner']);
}
