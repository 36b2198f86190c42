import { type ChildProcess, spawn } from 'node:child_process';
import { open } from 'node:fs/promises';
import { constants, setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { ChildTask } from './child-protocol.js';
import { collect } from './collect-output.js';
import { sandboxOptions } from './sandbox-options.js';
import { canWatch, watchProcess } from './watch-process.js';

/** How a reading process ended: with its answer, still unchecked, or why without one. */
export type ChildEnd = { readonly answer: string } | { readonly death: Death };

type Death = 'timeout' | 'memory' | 'crash' | 'stopped';

// Under Jest the sources run as they are; Node strips the types of a .ts process.
const CHILD = fileURLToPath(
  new URL(`./extraction.child.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url),
);

/** A text character takes at most 6 bytes of JSON; labels and offsets take the rest. */
const BYTES_PER_CHAR = 6;
const ANSWER_OVERHEAD = 1024 * 1024;
/** How much longer than its own time a process may take where that time is known. */
const BUSY_MACHINE = 4;
/** How a shell, and Node on some systems, tells SIGABRT: 128 and its number. */
const ABORT_CODE = 134;

/**
 * Reads one file in a process of its own: without environment, at a lower priority, with few rights (see `sandboxOptions`).
 * It gets the file as an open descriptor. It is killed past its time or memory, or when `signal` aborts.
 */
export async function runChild(
  path: string,
  given: Omit<ChildTask, 'patienceMs'>,
  signal: AbortSignal,
): Promise<ChildEnd> {
  const { milliseconds } = given.limits;
  // On a busy machine a small file may take long without being at fault.
  const task = { ...given, patienceMs: canWatch ? milliseconds * BUSY_MACHINE : milliseconds };
  const file = await open(path, 'r');
  try {
    const child = spawn(process.execPath, [...sandboxOptions(task.limits), CHILD, JSON.stringify(task)], {
      stdio: [file.fd, 'ignore', 'ignore', 'pipe'],
      env: {},
      windowsHide: true,
    });
    return await endOf(child, task, signal);
  } finally {
    await file.close();
  }
}

function endOf(child: ChildProcess, task: ChildTask, signal: AbortSignal): Promise<ChildEnd> {
  return new Promise((resolve, reject) => {
    let death: Death | undefined;
    const kill = (reason: Death): void => {
      death ??= reason;
      child.kill('SIGKILL');
    };
    const release = supervise(child, task, signal, kill);
    const output = collect(child.stdio[3], task.limits.textChars * BYTES_PER_CHAR + ANSWER_OVERHEAD, () => {
      kill('crash');
    });
    lowerPriority(child);
    child.once('error', (error) => {
      release();
      reject(error);
    });
    child.once('close', (code, killedBy) => {
      release();
      death ??= deathOf(code, killedBy);
      resolve(death ? { death } : { answer: output() });
    });
  });
}

/** Calls `kill` when the time is up, the memory is exceeded or the signal aborts, until the returned function is called. */
function supervise(
  child: ChildProcess,
  { limits, patienceMs }: ChildTask,
  signal: AbortSignal,
  kill: (reason: Death) => void,
): () => void {
  const stop = (): void => {
    kill('stopped');
  };
  const timer = setTimeout(kill, patienceMs, 'timeout');
  const allowed = { residentBytes: limits.residentBytes, processorMs: limits.milliseconds };
  const unwatch = watchProcess(child.pid, allowed, kill);
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  return () => {
    clearTimeout(timer);
    unwatch();
    signal.removeEventListener('abort', stop);
  };
}

/** Why a process ended that we did not kill; undefined when it ended well. */
function deathOf(code: number | null, killedBy: NodeJS.Signals | null): Death | undefined {
  if (code === 0) return undefined;
  // V8 aborts when its heap is full; the system kills when its own memory is.
  return killedBy === 'SIGABRT' || killedBy === 'SIGKILL' || code === ABORT_CODE ? 'memory' : 'crash';
}

/** Others' turns go first. A process that is gone already, or a system that forbids it, changes nothing. */
function lowerPriority({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It reads at the usual priority.
  }
}
