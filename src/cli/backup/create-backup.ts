import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ABOUT } from '../../common/about.js';
import { type Clock } from '../../common/clock.js';
import { type AppConfig, MEMORY_DATA_DIR } from '../../config/app-config.js';
import { lockDataDir } from '../../database/data-dir-lock.js';
import { BackupInvalid } from './backup.errors.js';
import { writeManifest } from './manifest.js';
import { postgresEnvironment } from './postgres-environment.js';
import { runProgram } from './run-program.js';

/** The record as pg_dump writes it. */
export const DUMP = 'database.dump';
/** Customers' files, or the whole folder of an embedded desk. */
export const FILES = 'files.tar.gz';
/** Customers' files below the data folder. */
export const BLOBS = 'attachments';

/**
 * Writes a backup into a new folder below `parent`, readable by its owner only.
 * @returns the path of the backup
 * @throws BackupInvalid, DataDirInUse
 */
export async function createBackup(config: AppConfig, parent: string, clock: Clock): Promise<string> {
  const madeAt = clock.date().toISOString();
  const folder = resolve(parent, `frontdesk-${madeAt.replaceAll(/[:.]/g, '-')}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { database } = config;
  const names = database.kind === 'postgres' ? await dump(config, database.url, folder) : await copy(config, folder);
  await writeManifest(folder, { version: ABOUT.version, madeAt, home: database.kind }, names);
  return folder;
}

/**
 * First the record, at one moment, then the files: of a file that came in between nothing is known, and it is swept; the other way round
 * one would be missing.
 */
async function dump(config: AppConfig, url: string, folder: string): Promise<string[]> {
  const file = join(folder, DUMP);
  // The job queue's tables are in a schema of their own and are wanted too; pg_boss makes no extension.
  await runProgram(
    'pg_dump',
    ['--format=custom', '--no-owner', '--no-privileges', `--file=${file}`],
    postgresEnvironment(url),
  );
  if (!existsSync(join(config.dataDir, BLOBS))) return [DUMP];
  await archive(config.dataDir, [BLOBS], join(folder, FILES));
  return [DUMP, FILES];
}

/** Files of a database must not change while they are copied: its lock is taken like by a process that serves. */
async function copy({ dataDir }: AppConfig, folder: string): Promise<string[]> {
  if (dataDir === MEMORY_DATA_DIR || !existsSync(dataDir)) {
    throw new BackupInvalid(`There is no data in ${dataDir} to back up. Set DATA_DIR, or DATABASE_URL.`);
  }
  const release = lockDataDir(dataDir);
  try {
    await archive(dataDir, ['--exclude=./lock', '--exclude=./lock.*', '.'], join(folder, FILES));
  } finally {
    release();
  }
  return [FILES];
}

function archive(from: string, what: readonly string[], to: string): Promise<void> {
  return runProgram('tar', ['--create', '--gzip', '--file', to, '--directory', from, ...what]);
}
