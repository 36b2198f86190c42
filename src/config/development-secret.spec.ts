import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from './app-config.js';
import { ConfigInvalid } from './config-invalid.js';
import { SECRET_FILE, withDevelopmentSecret } from './development-secret.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'frontdesk-secret-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

describe('withDevelopmentSecret', () => {
  it('leaves a configuration with secrets as it is', async () => {
    const config = loadConfig({ DATA_DIR: folder, AUTH_TOKEN_SECRET: 's'.repeat(32) });
    expect(await withDevelopmentSecret(config)).toBe(config);
    expect(await readdir(folder)).toEqual([]);
  });

  it('makes one secret, private to its owner, and keeps it over a restart', async () => {
    const config = loadConfig({ DATA_DIR: join(folder, 'data') });
    const first = await withDevelopmentSecret(config);
    const second = await withDevelopmentSecret(config);
    expect(first.auth.tokenSecrets[0]).toHaveLength(64);
    expect(second).toEqual(first);
    expect((await stat(join(folder, 'data', SECRET_FILE))).mode & 0o777).toBe(0o600);
    expect(Object.isFrozen(first.auth.tokenSecrets)).toBe(true);
  });

  it('agrees with a process that starts at the same time, and leaves nothing beside the file', async () => {
    const config = loadConfig({ DATA_DIR: folder });
    const starts = await Promise.all(Array.from({ length: 20 }, () => withDevelopmentSecret(config)));
    expect(new Set(starts.map((start) => start.auth.tokenSecrets[0])).size).toBe(1);
    expect(await readdir(folder)).toEqual([SECRET_FILE]);
  });

  it('keeps the secret of a database in memory to the process', async () => {
    const config = loadConfig({ DATA_DIR: 'memory://' });
    const [first, second] = await Promise.all([withDevelopmentSecret(config), withDevelopmentSecret(config)]);
    expect(first.auth.tokenSecrets[0]).not.toBe(second.auth.tokenSecrets[0]);
  });

  it('refuses a damaged file without repeating it', async () => {
    await writeFile(join(folder, SECRET_FILE), 'hunter2');
    const attempt = withDevelopmentSecret(loadConfig({ DATA_DIR: folder }));
    await expect(attempt).rejects.toThrow(ConfigInvalid);
    await expect(attempt).rejects.not.toThrow(/hunter2/);
    expect(await readFile(join(folder, SECRET_FILE), 'utf8')).toBe('hunter2');
  });

  it('names the file it cannot use', async () => {
    await mkdir(join(folder, SECRET_FILE));
    await expect(withDevelopmentSecret(loadConfig({ DATA_DIR: folder }))).rejects.toThrow(/auth-token-secret.*EISDIR/);
  });
});
