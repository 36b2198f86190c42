import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DataDirInUse } from './database.errors.js';

/**
 * Takes the embedded database's folder for this process: PGlite has no lock of its own, and two processes on one folder lose
 * tables. The lock is a file that names its holder by pid and start time, so that a holder killed with -9, a reused pid and a
 * container's eternal pid 1 are all recognised as gone.
 *
 * @returns release, safe to call twice
 * @throws DataDirInUse when a live process holds it
 */
export function lockDataDir(dataDir: string): () => void {
  const folder = resolve(dataDir);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'lock');
  const mine = join(folder, `lock.${randomUUID()}`);
  const content = JSON.stringify({ pid: process.pid, started: processStart(process.pid) });
  writeFileSync(mine, content, { mode: 0o600 });
  try {
    if (!tryLink(mine, file)) {
      evictDeadHolder(file, folder);
      if (!tryLink(mine, file)) throw inUse(folder, 'another process that is starting now');
    }
  } finally {
    rmSync(mine, { force: true });
  }
  return () => {
    if (readOrEmpty(file) === content) rmSync(file, { force: true });
  };
}

/** A hard link is the one atomic "create whole, or fail if it is there". */
function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function evictDeadHolder(file: string, folder: string): void {
  const seen = readOrEmpty(file);
  const holder = parseHolder(seen);
  if (holder && isAlive(holder)) throw inUse(folder, `process ${holder.pid}`);
  const aside = join(folder, `lock.${randomUUID()}`);
  try {
    renameSync(file, aside);
  } catch {
    return; // another starter evicted it first; the link decides between us
  }
  // Between reading and renaming, another starter may have evicted the dead holder and locked: then what we moved is its lock.
  if (readOrEmpty(aside) !== seen) {
    tryLink(aside, file);
    rmSync(aside, { force: true });
    throw inUse(folder, 'another process that is starting now');
  }
  rmSync(aside, { force: true });
}

interface Holder {
  readonly pid: number;
  readonly started: string;
}

function parseHolder(content: string): Holder | undefined {
  try {
    const { pid, started } = JSON.parse(content) as Partial<Holder>;
    return typeof pid === 'number' && typeof started === 'string' ? { pid, started } : undefined;
  } catch {
    return undefined; // a torn write of a machine that lost power
  }
}

function isAlive({ pid, started }: Holder): boolean {
  if (pid === process.pid && started === processStart(pid)) return true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  const now = processStart(pid);
  return pid !== process.pid && (now === '' || started === '' || now === started);
}

/** Start time of a process in clock ticks since boot, with the boot's id; '' where there is no /proc. */
function processStart(pid: number): string {
  const stat = readOrEmpty(`/proc/${pid}/stat`);
  // The second field is the command in parentheses and may hold blanks; starttime is the 20th after it (man 5 proc).
  const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  return ticks ? `${readOrEmpty('/proc/sys/kernel/random/boot_id').trim()}:${ticks}` : '';
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function inUse(folder: string, holder: string): DataDirInUse {
  return new DataDirInUse(
    `The embedded database in ${folder} is in use by ${holder}. Stop that process, set another DATA_DIR, or set DATABASE_URL to share one Postgres.`,
  );
}
