import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigInvalid } from './config-invalid.js';
import { readEnvironment } from './read-environment.js';

const folder = mkdtempSync(join(tmpdir(), 'frontdesk-env-'));
const file = join(folder, 'named.env');
const start = process.cwd();

beforeAll(() => {
  writeFileSync(file, '# a comment\nAPI_PORT=9000\nLOG_LEVEL="debug"\nDATABASE_URL=postgres://from-file/db\n');
  process.chdir(folder);
});

afterAll(() => {
  process.chdir(start);
  rmSync(folder, { recursive: true });
});

describe('readEnvironment', () => {
  it('puts the process environment over the named file, also with an empty value', () => {
    expect(readEnvironment({ ENV_FILE: file, API_PORT: '9001', DATABASE_URL: '' })).toEqual({
      ENV_FILE: file,
      API_PORT: '9001',
      LOG_LEVEL: 'debug',
      DATABASE_URL: '',
    });
  });

  it('reads .env of the working folder when there is one', () => {
    expect(readEnvironment({ HOME: '/h' })).toEqual({ HOME: '/h' });
    writeFileSync('.env', 'API_PORT=9002\n');
    expect(readEnvironment({ HOME: '/h' })).toEqual({ HOME: '/h', API_PORT: '9002' });
    rmSync('.env');
  });

  it('refuses a named file that is missing', () => {
    expect(() => readEnvironment({ ENV_FILE: join(folder, 'missing') })).toThrow(ConfigInvalid);
    expect(() => readEnvironment({ ENV_FILE: join(folder, 'missing') })).toThrow(/ENV_FILE names .*ENOENT/);
  });

  it('refuses a default file that exists and cannot be read', () => {
    mkdirSync('.env');
    expect(() => readEnvironment({})).toThrow(/ENV_FILE is not set, and the file .env cannot be read \(EISDIR\)/);
    rmSync('.env', { recursive: true });
  });

  it('writes nothing to the process environment', () => {
    readEnvironment({ ENV_FILE: file });
    expect(process.env.DATABASE_URL).not.toBe('postgres://from-file/db');
  });
});
