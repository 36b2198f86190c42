import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { requireProgram } from '../../test/support/find-program.mjs';
import { startGuardedServer } from '../../test/support/guarded-server.mjs';
import { answers, findBinaries, serverIdentity } from '../../test/support/postgres-server.mjs';

const requirePostgres = () =>
  requireProgram({
    part: 'postgres',
    find: findBinaries,
    commands: { darwin: 'brew install postgresql@17', other: 'put initdb and postgres 15 or newer on PATH' },
  });

/**
 * A Postgres whose data stay in `data` when it stops; the folder is made on the first start. Like startPostgres it is reachable by a
 * socket in a private folder only.
 */
export async function startKeptPostgres(data, settings) {
  const binaries = requirePostgres();
  const identity = serverIdentity();
  // Its parents must let the user `postgres` through; `data` itself lets in nobody else.
  mkdirSync(dirname(data), { recursive: true });
  if (!existsSync(data)) mkdirSync(data, { mode: 0o700 });
  own(data, identity);
  if (!existsSync(join(data, 'PG_VERSION'))) {
    const options = ['-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--locale=C'];
    execFileSync(join(binaries, 'initdb'), ['-D', data, ...options], {
      ...identity,
      cwd: data,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  }
  const folder = mkdtempSync(join(tmpdir(), 'fdpg-'));
  own(folder, identity);
  const url = () => `postgres://postgres@localhost/postgres?host=${encodeURIComponent(folder)}`;
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const stop = await startGuardedServer({
    command: join(binaries, 'postgres'),
    args: ['-D', data, '-k', folder, '-c', 'listen_addresses=', ...options],
    identity,
    folder,
    isReady: () => answers(url()),
    readyWithinMs: 60_000,
  });
  return { url, stop };
}

function own(folder, { uid, gid }) {
  if (uid !== undefined) chownSync(folder, uid, gid);
}
