import { spawnSync } from 'node:child_process';
import { findProgram, requireProgram } from './find-program.mjs';

/** The command that reads compose files: the plugin of Docker, or the program of its own. No engine is needed to read one. */
export function composeCommand() {
  const plugin = findProgram(['docker']);
  if (plugin && spawnSync(plugin, ['compose', 'version']).status === 0) return [plugin, 'compose'];
  const program = requireProgram({
    part: 'compose',
    find: () => findProgram(['docker-compose']),
    commands: { other: 'see https://docs.docker.com/compose/install' },
  });
  return [program];
}

/** Runs `config` on a compose file with nothing but these variables set. */
export function composeConfig(file, projectDirectory, variables) {
  const [program, ...plugin] = composeCommand();
  const args = [...plugin, '--project-directory', projectDirectory, '--file', file, 'config'];
  const { status, stdout, stderr } = spawnSync(program, args, {
    env: { PATH: process.env.PATH ?? '', HOME: projectDirectory, ...variables },
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { status, stdout, stderr };
}
