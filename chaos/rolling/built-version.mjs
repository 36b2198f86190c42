import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Builds the version that git knows as `ref` in a folder of its own, which `remove` takes away. The libraries are those of this
 * version when both lockfiles are the same, else they are installed.
 * @throws Error with what git or the build said
 */
export function buildVersion(ref) {
  const folder = mkdtempSync(join(tmpdir(), 'fdversion-'));
  const remove = () => {
    process.removeListener('exit', remove);
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', remove);
  try {
    const archive = join(folder, 'version.tar');
    execFileSync('git', ['archive', '--output', archive, ref], { cwd: ROOT, stdio: ['ignore', 'ignore', 'pipe'] });
    execFileSync('tar', ['-xf', archive, '-C', folder]);
    if (lockOf(folder) === lockOf(ROOT) || !install(folder)) {
      rmSync(join(folder, 'node_modules'), { recursive: true, force: true });
      symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'dir');
    }
    const { status, stdout, stderr } = spawnSync('npm', ['run', 'build'], { cwd: folder, encoding: 'utf8' });
    if (!existsSync(join(folder, 'dist/main.js')))
      throw new Error(`${ref} could not be built (${status}):\n${stdout}${stderr}`);
    return { folder, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

/** False where the registry can't be reached: a version that lacks no library runs with those of this one. */
function install(folder) {
  return spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit'], { cwd: folder, stdio: 'ignore' }).status === 0;
}

function lockOf(folder) {
  return readFileSync(join(folder, 'package-lock.json'), 'utf8');
}

/** This version, which `npm run chaos` has built. */
export const THIS_VERSION = ROOT;
