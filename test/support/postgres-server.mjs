import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { findFolder, findProgram, requireProgram } from './find-program.mjs';
import { startGuardedServer } from './guarded-server.mjs';

const PLACES = [
  '/usr/lib/postgresql/*/bin',
  '/usr/pgsql-*/bin',
  '/usr/local/pgsql/bin',
  '/opt/homebrew/opt/postgresql*/bin',
  '/usr/local/opt/postgresql*/bin',
];
const IMAGE = 'postgres:17-alpine';

/** Settings for data that nobody will miss: nothing is written for the sake of a crash. */
export const THROWAWAY = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/** The folder of `initdb` and `postgres`; undefined: they are not installed. */
export const findBinaries = () => findFolder(['initdb', 'postgres'], PLACES);

const findDockerEngine = () => {
  const docker = findProgram(['docker']);
  return docker && spawnSync(docker, ['info'], { stdio: 'ignore', timeout: 10_000 }).status === 0 ? docker : undefined;
};

/**
 * Starts a real Postgres of its own: installed programs, else Docker's engine, else apt's package (see requireProgram).
 * It ends with stop(), or with this process however that ends.
 * @param {Record<string, string>} settings server settings, e.g. THROWAWAY; `{}` leaves Postgres' defaults
 * @returns {Promise<{ url(database?: string): string, folder: string, stop(): Promise<void> }>} reachable from this machine
 * only; `folder` is private to it and disappears with it, with whatever else was put there
 */
export async function startPostgres(settings) {
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const binaries = findBinaries();
  const docker = binaries ? undefined : findDockerEngine();
  if (docker) return startInDocker(docker, options);
  const folder = requireProgram({
    part: 'postgres',
    find: findBinaries,
    commands: {
      darwin: 'brew install postgresql@17',
      other: `docker pull ${IMAGE}  (with Docker's engine running), or put initdb and postgres 15 or newer on PATH`,
    },
  });
  return startInstalled(folder, options);
}

/** On a unix socket in a private folder: no port, so no clash between runs and nothing to reach from outside. */
async function startInstalled(binaries, options) {
  const folder = newFolder();
  const identity = serverIdentity();
  if (identity.uid !== undefined) chownSync(folder, identity.uid, identity.gid);
  const data = join(folder, 'data');
  const locale = process.platform === 'linux' ? 'C.UTF-8' : 'en_US.UTF-8';
  try {
    execFileSync(
      join(binaries, 'initdb'),
      ['-D', data, '-U', 'postgres', '--auth=trust', '--encoding=UTF8', `--locale=${locale}`, '--no-sync'],
      { ...identity, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
    );
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  const url = (database = 'postgres') => `postgres://postgres@localhost/${database}?host=${encodeURIComponent(folder)}`;
  const stop = await startGuardedServer({
    command: join(binaries, 'postgres'),
    args: ['-D', data, '-k', folder, '-c', 'listen_addresses=', ...options],
    identity,
    folder,
    isReady: () => answers(url()),
    readyWithinMs: 30_000,
  });
  return { url, folder, stop };
}

async function startInDocker(docker, options) {
  const folder = newFolder();
  const name = `frontdesk-test-${randomBytes(6).toString('hex')}`;
  const password = randomBytes(16).toString('hex');
  let port;
  const url = (database = 'postgres') => `postgres://postgres:${password}@127.0.0.1:${port}/${database}`;
  const stop = await startGuardedServer({
    command: docker,
    args: [
      'run',
      '--rm',
      '--name',
      name,
      '-e',
      `POSTGRES_PASSWORD=${password}`,
      '-p',
      '127.0.0.1::5432',
      IMAGE,
      ...options,
    ],
    identity: {},
    folder,
    isReady: async () => {
      const published = spawnSync(docker, ['port', name, '5432/tcp'], { encoding: 'utf8' });
      port = /:(\d+)\s*$/m.exec(published.stdout ?? '')?.[1];
      return port !== undefined && answers(url());
    },
    // The first run on a machine also pulls the image.
    readyWithinMs: 300_000,
  });
  return { url, folder, stop };
}

/** A short name: the path of a unix socket holds 103 bytes on macOS, and its temporary folder alone has 49. */
function newFolder() {
  return mkdtempSync(join(tmpdir(), 'fdpg-'));
}

/** Postgres refuses to run as root; its package brings the user `postgres`. */
export function serverIdentity() {
  if (process.getuid?.() !== 0) return {};
  const id = (flag) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

/** Whether a server takes queries there. */
export async function answers(url) {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
