import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import openRollingFile from 'pino-roll';
import { systemErrorCode } from '../config/system-error.js';
import { type LogFileConfig } from '../config/telemetry-config.js';
import { LogFileUnusable } from './telemetry.errors.js';

/** What may wait in memory for a slow or full disk, in bytes; more is dropped from the file, never from the console. */
const MAX_WAITING = 4 * 1024 * 1024;

/** A log file that is written in the background and begun anew when it is full. */
interface LogFile {
  write(line: string): void;
}

/** Told when the file can't be written any more (`false`, with the system's code), and when it can again. */
type FileWatcher = (isWritten: boolean, code?: string) => void;

/**
 * Opens the file; its folder is made if it is missing. A disk that fails later is told to `watch` and costs lines of the file, nothing
 * else.
 * @throws LogFileUnusable when it can't be written
 */
export async function openLogFile({ path, maxMb, keep }: LogFileConfig, watch: FileWatcher): Promise<LogFile> {
  const file = await open({
    file: path,
    size: `${maxMb}m`,
    limit: { count: keep, removeOtherLogFiles: true },
    maxLength: MAX_WAITING,
  });
  let isWritten = true;
  const tell = (now: boolean, code?: string): void => {
    if (isWritten === now) return;
    isWritten = now;
    watch(now, code);
  };
  file.on('error', (error: unknown) => {
    tell(false, systemErrorCode(error));
  });
  file.on('write', () => {
    tell(true);
  });
  // The process may end before what waits is written.
  process.once('exit', () => {
    try {
      file.flushSync();
    } catch (error) {
      tell(false, systemErrorCode(error));
    }
  });
  return { write: (line) => void file.write(line) };
}

async function open(options: Parameters<typeof openRollingFile>[0]): ReturnType<typeof openRollingFile> {
  try {
    mkdirSync(dirname(options.file), { recursive: true });
    const file = await openRollingFile(options);
    await once(file, 'ready');
    return file;
  } catch (error) {
    throw new LogFileUnusable(
      `The log file ${options.file} can't be written (${systemErrorCode(error) ?? String(error)}). Let this user write its folder, set LOG_FILE to another path, or remove it.`,
      { cause: error },
    );
  }
}
