import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startRestartableServer } from '../../test/support/guarded-server.mjs';

/** This version of the desk, built. */
const THIS_VERSION = fileURLToPath(new URL('../../', import.meta.url));

/** Several starts at once on a machine that is busy with other things. */
const READY_WITHIN_MS = 90_000;
const PROBE_WITHIN_MS = 2_000;

/**
 * Starts the built application on a port of 127.0.0.1 and waits until it is ready. Its environment is exactly `env`, from a file: no
 * variable of the caller reaches it, and no secret shows in the list of processes. What it logs is appended to `logFile`. `version` is
 * the folder of a built desk.
 */
export async function startInstance({ name, port, env, logFile, version = THIS_VERSION }) {
  const url = `http://127.0.0.1:${port}`;
  const folder = mkdtempSync(join(tmpdir(), 'fddesk-'));
  const link = join(folder, 'version');
  const use = async (next, settings) => {
    const own = { ...settings, API_HOST: '127.0.0.1', API_PORT: String(port) };
    await writeFile(join(folder, '.env'), envFile(own), { mode: 0o600 });
    rmSync(link, { force: true });
    symlinkSync(next, link);
  };
  await use(version, env);
  // Both `env` and `sh` make way for node: the pid that is signalled is the application's.
  const run = ['sh', '-c', 'exec "$0" "$1" >>"$2" 2>&1', process.execPath, join(link, 'dist/main.js'), logFile];
  let frozen = false;
  const server = await startRestartableServer({
    command: '/usr/bin/env',
    args: ['-i', `PATH=${process.env.PATH}`, ...run],
    folder,
    isReady: () => answers(`${url}/readyz`),
    readyWithinMs: READY_WITHIN_MS,
  }).catch(async (error) => {
    throw new Error(`${name} did not start: ${error.message}\n${await lastLines(logFile)}`);
  });
  const signal = (which) => {
    if (server.pid === null) throw new Error(`${name} is not running`);
    process.kill(server.pid, which);
  };
  const thaw = () => {
    if (frozen && server.pid !== null) signal('SIGCONT');
    frozen = false;
  };
  const kill = async (which = 'SIGKILL') => {
    const ended = await server.kill(which);
    frozen = false;
    return ended;
  };
  return {
    name,
    url,
    logFile,
    /** Null while it is down. */
    get pid() {
      return server.pid;
    },
    get frozen() {
      return frozen;
    },
    kill,
    /** The next start runs another built desk, with these settings. */
    use,
    /** SIGSTOP: it keeps its connections and says nothing. */
    freeze() {
      signal('SIGSTOP');
      frozen = true;
    },
    thaw,
    /** Starts it again on its port, after a kill if need be; resolves when it is ready. */
    async restart() {
      await kill();
      await server.start();
    },
    async stop() {
      thaw();
      await server.stop();
    },
  };
}

/** What is between quotation marks is taken as it is, so they must be others than the value's own. */
function envFile(settings) {
  return Object.entries(settings)
    .map(([name, value]) => {
      const mark = [`'`, '"', '`'].find((one) => !value.includes(one));
      if (mark === undefined) throw new Error(`${name} has every kind of quotation mark in it`);
      return `${name}=${mark}${value}${mark}\n`;
    })
    .join('');
}

async function answers(url) {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(PROBE_WITHIN_MS) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

async function lastLines(file) {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.trimEnd().split('\n').slice(-10).join('\n');
}
