import { AppError } from '../common/app-error.js';
import { SystemClock } from '../common/clock.js';
import { loadConfig } from '../config/app-config.js';
import { readEnvironment } from '../config/read-environment.js';
import { BACKUP_USAGE, readBackupCommand } from './backup/backup-options.js';
import { BackupUsageInvalid } from './backup/backup.errors.js';
import { createBackup } from './backup/create-backup.js';
import { readManifest } from './backup/manifest.js';
import { restoreBackup } from './backup/restore-backup.js';

try {
  const { name, folder } = readBackupCommand(process.argv.slice(2));
  if (name === 'verify') console.log(told('Whole', await readManifest(folder)));
  else {
    const config = loadConfig(readEnvironment(process.env));
    if (name === 'create') console.log(await createBackup(config, folder, new SystemClock()));
    else console.log(`${told('Restored', await restoreBackup(config, folder))} Now run "npm run migrate", and start.`);
  }
} catch (error) {
  if (error instanceof BackupUsageInvalid) console.error(`${error.message}\n\n${BACKUP_USAGE}`);
  else console.error(error instanceof AppError ? error.message : error);
  process.exitCode = 1;
}

function told(what: string, { madeAt, version, home }: Awaited<ReturnType<typeof readManifest>>): string {
  return `${what}: a backup of ${madeAt} by version ${version} (${home}).`;
}
