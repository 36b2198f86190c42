import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tempFolder } from '../../../../test/support/temp-folder.js';
import { sandboxOptions } from './sandbox-options.js';

const folder = tempFolder();
const secret = join(folder, 'secret');
writeFileSync(secret, 'SECRET');

/** What Node with these options prints for an expression. */
function evaluate(expression: string): string {
  const options = sandboxOptions({ heapBytes: 64 * 1024 * 1024 });
  const { stdout, stderr } = spawnSync(process.execPath, [...options, '--print', expression], {
    env: {},
    encoding: 'utf8',
  });
  return stdout + stderr;
}

describe('sandboxOptions', () => {
  it('lets a process read our code', () => {
    expect(evaluate(`fs.readFileSync(${JSON.stringify(import.meta.filename)}, 'utf8').length > 0`)).toBe('true\n');
  });

  it.each([
    ['read another file', `fs.readFileSync(${JSON.stringify(secret)}, 'utf8')`],
    ['write a file', `fs.writeFileSync(${JSON.stringify(join(folder, 'new'))}, 'x')`],
    ['start a process', `child_process.spawnSync(process.execPath, ['--version'])`],
  ])('does not let it %s', (_name, expression) => {
    expect(evaluate(expression)).toContain('ERR_ACCESS_DENIED');
  });

  it('does not let it make code from text', () => {
    expect(evaluate(`new Function('return 1')()`)).toContain('Code generation from strings disallowed');
  });
});
