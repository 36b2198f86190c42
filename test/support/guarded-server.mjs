import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

const GUARD = new URL('./server-guard.mjs', import.meta.url).pathname;

/** Characters of a server's own output kept for the message when it does not come up. */
const KEPT_OUTPUT = 4_000;

/**
 * Starts a server under server-guard.mjs and waits until `isReady()` resolves to true.
 * `folder` is the server's working folder and is removed with it. Throws with the server's own output when it exits early
 * or is not ready in `readyWithinMs`.
 * @returns {Promise<() => Promise<void>>} stops the server and resolves once it is gone
 */
export async function startGuardedServer({ command, args, identity, folder, isReady, readyWithinMs }) {
  const guard = spawn(process.execPath, [GUARD, JSON.stringify({ command, args, identity, folder })], {
    detached: true,
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  let output = '';
  guard.stderr.setEncoding('utf8').on('data', (text) => {
    output = (output + text).slice(-KEPT_OUTPUT);
  });
  // The server never keeps its starter alive: an exit without stop() ends it as well.
  for (const handle of [guard, guard.stdin, guard.stderr]) handle.unref();
  const gone = new Promise((resolve) => guard.once('exit', resolve));
  const stop = async () => {
    guard.ref();
    guard.stdin.end();
    await gone;
  };

  const deadline = Date.now() + readyWithinMs;
  while (!(await isReady())) {
    if (guard.exitCode !== null) throw new Error(`${command} ended at its start:\n${output}`);
    if (Date.now() > deadline) {
      await stop();
      throw new Error(`${command} was not ready in ${readyWithinMs} ms:\n${output}`);
    }
    await sleep(25);
  }
  return stop;
}
