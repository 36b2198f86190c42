// Processes with many open files: the server that is measured, and the one that loads it.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const READY_WITHIN_MS = 60_000;
/** Files that a process has open besides its sockets, with a good margin. */
const OTHER_FILES = 500;
const PRELOAD = fileURLToPath(new URL('./tell-memory.mjs', import.meta.url));

/** The limit to raise to, as a command of the shell; it keeps the old one where it may not. */
const raise = (files) => `ulimit -n ${files} 2>/dev/null`;

/** @returns {number} how many files a process of ours may open; @throws Error with what to do when that is too few */
export function openFiles(sockets) {
  const wanted = sockets + OTHER_FILES;
  const answer = execFileSync('sh', ['-c', `${raise(wanted)}; ulimit -n`], { encoding: 'utf8' }).trim();
  const most = answer === 'unlimited' ? Infinity : Number(answer);
  if (most >= wanted) return wanted;
  throw new Error(
    `${sockets} sockets need ${wanted} open files, and a process here may open ${most}: raise the hard limit ` +
      `(ulimit -Hn ${wanted} as root, or limits.conf, or --ulimit nofile=${wanted} of Docker), or pass --sockets ${most - OTHER_FILES}.`,
  );
}

/** Starts node on a script with that many open files and a channel for messages; it ends with this process. */
export function startNode(args, { files, env = {} }) {
  const child = spawn('sh', ['-c', `${raise(files)}; exec "$0" "$@"`, process.execPath, ...args], {
    env: { PATH: process.env.PATH, ...env },
    // Our own standard output is the table.
    stdio: ['ignore', process.stderr, process.stderr, 'ipc'],
  });
  const endWithUs = () => child.kill('SIGKILL');
  process.once('exit', endWithUs);
  const exited = once(child, 'exit').finally(() => process.removeListener('exit', endWithUs));
  return { child, exited };
}

/**
 * Starts a server whose memory can be asked for, and waits until `url` answers, 503 aside.
 * @returns {Promise<{ memory(): Promise<{ rss: number, heap: number }>, stop(): Promise<void> }>} `memory`: in bytes, after garbage was
 *   collected; `rss` as the system sees it, `heap` with the buffers beside it
 */
export async function startMeasured(args, env, url, files) {
  const { child, exited } = startNode(['--expose-gc', '--import', PRELOAD, ...args], { files, env });
  const stop = async () => {
    child.kill('SIGTERM');
    await exited;
  };
  for (const start = Date.now(); !(await answers(url)); await sleep(100)) {
    if (child.exitCode !== null)
      throw new Error(`node ${args[0]} ended with code ${child.exitCode} before it answered`);
    if (Date.now() - start < READY_WITHIN_MS) continue;
    await stop();
    throw new Error(`node ${args[0]} did not answer within ${READY_WITHIN_MS} ms`);
  }
  const memory = async () => {
    child.send('tell memory');
    const [{ heap }] = await once(child, 'message');
    return { heap, rss: residentBytes(child.pid) };
  };
  return { memory, stop };
}

function residentBytes(pid) {
  const [, kB] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kB) * 1024;
}

async function answers(url) {
  try {
    const response = await fetch(url);
    await response.arrayBuffer();
    return response.status !== 503;
  } catch {
    return false;
  }
}
