// Builds dist/ when a source is newer than the last build, so that a second `npm start` starts at once.
// An installation without sources (an image, `npm ci --omit=dev`) has nothing to compare and starts what it has.
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, statSync } from 'node:fs';

const inputs = [
  ...globSync('src/**/*.{ts,md,lua}'),
  ...globSync('packages/*/src/**/*.ts'),
  'package-lock.json',
  'nest-cli.json',
  'tsconfig.json',
  'tsconfig.build.json',
];
const modified = (file) => (existsSync(file) ? statSync(file).mtimeMs : 0);
const built = modified('dist/main.js');
const upToDate = built > 0 && inputs.every((file) => modified(file) <= built);

if (!upToDate && existsSync('src')) {
  const { status } = spawnSync('npm', ['run', '--silent', 'build'], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  process.exitCode = status ?? 1;
}
