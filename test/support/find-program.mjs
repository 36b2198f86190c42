import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, globSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const INSTALLER = new URL('../../scripts/install-test-servers.sh', import.meta.url).pathname;

const isProgram = (file) => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** Folder names with numbers in them, newest version first: `.../17/bin` before `.../9.6/bin`. */
const newestFirst = (folders) => folders.sort((a, b) => b.localeCompare(a, 'en', { numeric: true }));

/**
 * The first folder that holds all of `programs`: the given places (globs), then PATH.
 * Places come first because a distribution may put only some programs of a server on PATH.
 */
export function findFolder(programs, places) {
  const folders = [...newestFirst(globSync(places)), ...(process.env.PATH ?? '').split(delimiter)];
  return folders.find((folder) => programs.every((program) => isProgram(join(folder, program))));
}

/** The first of `names` on PATH, or the first of `files` that can be run. */
export function findProgram(names, files = []) {
  const onPath = names.map((name) => ({ name, folder: findFolder([name], []) })).find(({ folder }) => folder);
  return onPath ? join(onPath.folder, onPath.name) : files.find(isProgram);
}

/**
 * What `find` returns, after an apt installation of `part` if that is what it takes (as root on Debian or Ubuntu only).
 * Throws an error that names the one command to run; a missing program is never a skipped test.
 */
export function requireProgram({ part, find, commands }) {
  const found = find();
  if (found) return found;
  const debian = existsSync('/etc/debian_version');
  if (debian && process.getuid?.() === 0) {
    const { status } = spawnSync('bash', [INSTALLER, part], { stdio: ['ignore', process.stderr, process.stderr] });
    const installed = status === 0 ? find() : undefined;
    if (installed) return installed;
    throw new Error(`${part} is needed, and its installation failed. Run: ${INSTALLER} ${part}`);
  }
  const command = debian ? `sudo ${INSTALLER} ${part}` : (commands[process.platform] ?? commands.other);
  throw new Error(`${part} is needed, and it is not on this machine. Run: ${command}`);
}
