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
  const guarded = runGuard({ command, args, identity, folder }, []);
  await waitUntilReady(guarded, { command, isReady, readyWithinMs });
  return guarded.stop;
}

/**
 * The same for a server that may be killed and started again in its folder; `isReady(pid)` gets the process it must be.
 * `kill(signal)` resolves when that process is gone, to its exit code or the signal that ended it.
 */
export async function startRestartableServer({ command, args, folder, isReady, readyWithinMs }) {
  const guarded = runGuard({ command, args, identity: {}, folder }, ['ipc']);
  const { guard } = guarded;
  guard.channel.unref();
  let pid;
  let ended = null;
  let changed = Promise.withResolvers();
  guard.on('message', (message) => {
    ({ pid, ended = null } = message);
    changed.resolve();
    changed = Promise.withResolvers();
  });
  const become = async (isWanted) => {
    guard.channel.ref();
    while (!isWanted()) await changed.promise;
    guard.channel.unref();
  };
  const ready = async () => {
    await become(() => pid !== undefined);
    await waitUntilReady(guarded, {
      command,
      isReady: () => isReady(pid),
      hasEnded: () => pid === null,
      readyWithinMs,
    });
  };

  await ready();
  return {
    stop: guarded.stop,
    get pid() {
      return pid;
    },
    async kill(signal) {
      if (pid === null) return null;
      process.kill(pid, signal);
      await become(() => pid === null);
      return ended;
    },
    async start() {
      if (pid !== null) throw new Error(`${command} is still running`);
      pid = undefined;
      guard.send('start');
      await ready();
    },
  };
}

function runGuard(server, channels) {
  const guard = spawn(process.execPath, [GUARD, JSON.stringify(server)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'pipe', ...channels],
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
  return { guard, stop, output: () => output };
}

async function waitUntilReady({ guard, stop, output }, { command, isReady, hasEnded, readyWithinMs }) {
  const deadline = Date.now() + readyWithinMs;
  while (!(await isReady())) {
    const ended = guard.exitCode !== null || hasEnded?.();
    if (!ended && Date.now() <= deadline) {
      await sleep(25);
      continue;
    }
    await stop();
    const what = ended ? 'ended at its start' : `was not ready in ${readyWithinMs} ms`;
    throw new Error(`${command} ${what}:\n${output()}`);
  }
}
