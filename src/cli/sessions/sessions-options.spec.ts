import { describe, expect, it } from '@jest/globals';
import { SessionsUsageInvalid } from './sessions-errors.js';
import { readCommand } from './sessions-options.js';

describe('readCommand', () => {
  it.each([
    ['export --out s.jsonl', { name: 'export', out: 's.jsonl', force: false }],
    ['export --out - --force', { name: 'export', out: '-', force: true }],
    ['import --in s.jsonl', { name: 'import', from: 's.jsonl' }],
    ['migrate --to-env new.env', { name: 'migrate', toEnv: 'new.env' }],
    ['stats', { name: 'stats', json: false }],
    ['stats --json', { name: 'stats', json: true }],
    ['rewrap', { name: 'rewrap', perSecond: 500 }],
    ['rewrap --rate 20/s', { name: 'rewrap', perSecond: 20 }],
    ['rewrap --rate 7', { name: 'rewrap', perSecond: 7 }],
  ])('reads "%s"', (line, command) => {
    expect(readCommand(line.split(' '))).toEqual(command);
  });

  it.each([
    ['', /Name a command/],
    ['drop', /no command "drop"/],
    ['export', /--out is missing/],
    ['import --in', /--in/],
    ['migrate --to-url redis://there', /--to-url/],
    ['stats now', /now/],
    ['rewrap --rate 0', /--rate must be/],
    ['rewrap --rate 1.5/s', /--rate must be/],
    ['rewrap --rate 10/m', /--rate must be/],
  ])('refuses "%s"', (line, message) => {
    const read = () => readCommand(line === '' ? [] : line.split(' '));
    expect(read).toThrow(SessionsUsageInvalid);
    expect(read).toThrow(message);
  });
});
