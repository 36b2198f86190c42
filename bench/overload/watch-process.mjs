import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const EVERY_MS = 500;

/**
 * Notes what a process uses until `stop`, which gives its resident memory twice a second (when, in ms, and megabytes) and its processor
 * time in seconds. Linux only.
 */
export function watchProcess(pid) {
  const begin = performance.now();
  const usedBefore = processorSeconds(pid);
  const memory = [];
  const timer = setInterval(
    () => memory.push({ at: performance.now() - begin, megabytes: residentMegabytes(pid) }),
    EVERY_MS,
  );
  return {
    stop() {
      clearInterval(timer);
      return { memory, processorSeconds: processorSeconds(pid) - usedBefore };
    },
  };
}

/** What the system says that a process has in memory. */
export function residentMegabytes(pid) {
  const [, kB] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kB) / 1024;
}

const TICKS_PER_SECOND = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/** Processor time of all its threads, in user and system mode: fields 14 and 15 of proc_pid_stat(5), counted after the name. */
function processorSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}
