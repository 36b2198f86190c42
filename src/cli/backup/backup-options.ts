import { parseArgs } from 'node:util';
import { BackupUsageInvalid } from './backup.errors.js';

export const BACKUP_USAGE = `npm run backup -- COMMAND [options]

  create --to FOLDER      write a backup into a new folder below FOLDER, and print its path
  verify --from BACKUP    check that a backup is whole
  restore --from BACKUP   bring a backup into an empty database, and an empty folder of files

What is backed up is what the environment, ENV_FILE or .env configures, as for the server. A Postgres may be in use
meanwhile; the embedded database must not be. Files in S3 and live sessions in Redis are not part of it: docs/backup.md.`;

/** What the command line asks for. */
export interface BackupCommand {
  readonly name: 'create' | 'verify' | 'restore';
  /** The folder for backups, or the backup itself. */
  readonly folder: string;
}

const text = { type: 'string' } as const;

/** @throws BackupUsageInvalid naming the option */
export function readBackupCommand([name, ...args]: readonly string[]): BackupCommand {
  switch (name) {
    case 'create':
      return { name, folder: option('--to', () => parseArgs({ args, options: { to: text } }).values.to) };
    case 'verify':
    case 'restore':
      return { name, folder: option('--from', () => parseArgs({ args, options: { from: text } }).values.from) };
    case undefined:
      throw new BackupUsageInvalid('Name a command.');
    default:
      throw new BackupUsageInvalid(`There is no command "${name}".`);
  }
}

function option(name: string, read: () => string | undefined): string {
  let value: string | undefined;
  try {
    value = read();
  } catch (cause) {
    throw new BackupUsageInvalid(cause instanceof Error ? cause.message : String(cause), { cause });
  }
  if (value === undefined || value === '') throw new BackupUsageInvalid(`${name} is missing.`);
  return value;
}
