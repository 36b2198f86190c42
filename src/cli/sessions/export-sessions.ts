import { access, open, rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { type Clock } from '../../common/clock.js';
import { systemErrorCode } from '../../config/system-error.js';
import { type SessionStore } from '../../session/session-store.js';
import { headerLine } from './archive-format.js';
import { SessionsInputInvalid } from './sessions-errors.js';
import { type Tally } from './tally.js';
import { walkSessions } from './walk-sessions.js';

/** Sessions are personal data and the archive is in clear: for the owner's eyes only. */
const OWNER_ONLY = 0o600;

export interface ExportOptions {
  /** A file, or `-` for standard output. */
  readonly out: string;
  /** Replace the file if it is there. */
  readonly force: boolean;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * Writes the header and one line for each live session. The file appears when it is whole, or not at all.
 * @throws SessionsInputInvalid when the file exists already or can't be written
 */
export async function exportSessions(
  store: Pick<SessionStore, 'listActive' | 'countActive'>,
  tally: Tally<'exported'>,
  { out, force, clock, signal }: ExportOptions,
): Promise<void> {
  const lines = archiveLines(store, tally, clock, signal);
  if (out === '-') {
    await pipeline(lines, process.stdout, { end: false });
    return;
  }
  if (!force && (await exists(out))) {
    throw new SessionsInputInvalid(`${out} exists. Name another file, or replace it with --force.`);
  }
  const partial = `${out}.part`;
  try {
    await rm(partial, { force: true });
    // Opened here: a stream opens its file by and by, perhaps only after a failure has removed what was not there yet.
    const file = await open(partial, 'wx', OWNER_ONLY);
    await pipeline(lines, file.createWriteStream());
    await rename(partial, out);
  } catch (cause) {
    await rm(partial, { force: true }).catch(() => undefined);
    const code = systemErrorCode(cause);
    if (!code?.startsWith('E')) throw cause;
    throw new SessionsInputInvalid(`${out} cannot be written (${code}).`, { cause });
  }
}

async function* archiveLines(
  store: Pick<SessionStore, 'listActive' | 'countActive'>,
  tally: Tally<'exported'>,
  clock: Clock,
  signal: AbortSignal,
): AsyncGenerator<string> {
  yield `${headerLine(clock.date(), await store.countActive())}\n`;
  for await (const sessions of walkSessions(store, signal)) {
    for (const session of sessions) {
      yield `${JSON.stringify(session)}\n`;
      tally.add('exported');
    }
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
