import { readFile } from 'node:fs/promises';

const EVERY_MS = 50;
/** The unit in which Linux counts a process's time, by its ABI for user space (proc(5), USER_HZ). */
const TICK_MS = 10;
/** Where the fields after the name stand in /proc/PID/stat, counted from the state: user time and system time. */
const USER_TIME = 11;
const SYSTEM_TIME = 12;

/** What a process may take. */
interface Allowance {
  readonly residentBytes: number;
  /** Milliseconds of processor time, of all its threads together. */
  readonly processorMs: number;
}

/**
 * Calls `onExceeded` once the process has taken more than it may. Only where the system tells it by /proc (see `canWatch`).
 * Returns what ends the watch.
 */
export function watchProcess(
  pid: number | undefined,
  allowed: Allowance,
  onExceeded: (what: 'memory' | 'timeout') => void,
): () => void {
  if (pid === undefined || !canWatch) return () => undefined;
  const timer = setInterval(() => {
    void Promise.all([residentBytes(pid), processorMs(pid)]).then(([bytes, milliseconds]) => {
      if (bytes > allowed.residentBytes) onExceeded('memory');
      else if (milliseconds > allowed.processorMs) onExceeded('timeout');
    });
  }, EVERY_MS);
  return () => {
    clearInterval(timer);
  };
}

/** Whether the system tells what a process takes. Elsewhere it is bounded by its heap and by the clock on the wall. */
export const canWatch = process.platform === 'linux';

/** 0 once the process is gone. */
async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
}

/** 0 once the process is gone. */
async function processorMs(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // The name may hold blanks and brackets; what follows its last bracket does not.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[USER_TIME] ?? 0) + Number(fields[SYSTEM_TIME] ?? 0)) * TICK_MS;
}
