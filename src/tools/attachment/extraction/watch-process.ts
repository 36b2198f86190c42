import { readFile } from 'node:fs/promises';

const EVERY_MS = 50;

/**
 * Calls `onExceeded` once the process has more than `limit` bytes of resident memory. Only where the system tells it by
 * /proc; elsewhere the process is bounded by its heap and its time. Returns what ends the watch.
 */
export function watchMemory(pid: number | undefined, limit: number, onExceeded: () => void): () => void {
  if (pid === undefined || process.platform !== 'linux') return () => undefined;
  const timer = setInterval(() => {
    void residentBytes(pid).then((bytes) => {
      if (bytes > limit) onExceeded();
    });
  }, EVERY_MS);
  return () => {
    clearInterval(timer);
  };
}

/** 0 once the process is gone. */
async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
}
