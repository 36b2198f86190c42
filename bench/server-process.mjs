import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const READY_WITHIN_MS = 60_000;

/** A port of 127.0.0.1 that is free now. */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/**
 * Starts `node` with these arguments and waits until `url` answers, 503 aside.
 * @returns {Promise<{ pid: number, stop(): Promise<void> }>} ends with this process too
 */
export async function startServer(args, env, url) {
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env.PATH, ...env },
    // Our own standard output is the table.
    stdio: ['ignore', process.stderr, process.stderr],
  });
  const exited = once(child, 'exit');
  const endWithUs = () => child.kill('SIGKILL');
  process.once('exit', endWithUs);
  const stop = async () => {
    process.removeListener('exit', endWithUs);
    child.kill('SIGTERM');
    await exited;
  };
  for (const start = Date.now(); !(await answers(url)); await sleep(100)) {
    if (child.exitCode !== null)
      throw new Error(`node ${args[0]} ended with code ${child.exitCode} before it answered`);
    if (Date.now() - start > READY_WITHIN_MS) {
      await stop();
      throw new Error(`node ${args[0]} did not answer within ${READY_WITHIN_MS} ms`);
    }
  }
  return { pid: child.pid, stop };
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
