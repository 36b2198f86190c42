import { AppError } from '../common/app-error.js';
import { type DatabaseLocation } from './data-source-options.js';
import { DatabaseCheckFailed, sqlState } from './database.errors.js';

/** Why the database could not be opened, and what to look at. The URL is not shown whole: it holds a password. */
export function openingError(error: unknown, location: DatabaseLocation): AppError {
  if (error instanceof AppError) return error;
  // A host with several addresses fails with an error of errors, which has a code but no message.
  const reason = error instanceof Error ? error.message || (sqlState(error) ?? error.name) : 'unknown reason';
  const [where, fix] =
    location.kind === 'postgres'
      ? [
          `Postgres at ${hostOf(location.url)}`,
          'Check DATABASE_URL, and that the server runs and lets this machine in.',
        ]
      : [`The embedded database in ${location.dataDir}`, 'Check that DATA_DIR can be written and its disk has room.'];
  return new DatabaseCheckFailed(`${where} could not be opened: ${reason}. ${fix}`, { cause: error });
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host || 'the address of DATABASE_URL' : 'the address of DATABASE_URL';
}
