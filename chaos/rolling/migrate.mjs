import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** `npm run migrate` of a built version. @throws Error with what it said */
export async function migrate(version, env) {
  const folder = await mkdtemp(join(tmpdir(), 'fdmigrate-'));
  try {
    const { stdout } = await run(process.execPath, [join(version, 'dist/cli/migrate.js')], {
      cwd: folder,
      env: { PATH: process.env.PATH, ...env },
    });
    return stdout.trim();
  } finally {
    await rm(folder, { recursive: true });
  }
}
