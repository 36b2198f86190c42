import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type AuditPageDto } from '../../src/auth/audit.dto.js';
import { type KeyPageDto } from '../../src/auth/keys.dto.js';
import { createTestDatabase, DATABASE_KINDS } from '../support/databases.js';
import { tempFolder } from '../support/temp-folder.js';
import { startTestApp } from '../support/test-app.js';

/** Every command starts a process, and with the embedded database a server in it. */
const WITHIN_MS = 180_000;

/** Runs the built command to its end, in a folder without a .env. */
function keys(env: Readonly<Record<string, string>>, ...args: string[]) {
  const script = join(process.cwd(), 'dist/cli/keys.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
    env: { PATH: process.env.PATH ?? '', ENVIRONMENT: 'test', ...env },
    cwd: tempFolder(),
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { status, stdout: stdout.trimEnd(), stderr: stderr.trimEnd() };
}

describe.each(DATABASE_KINDS)('npm run keys (%s)', (kind) => {
  it(
    'makes, lists and revokes keys that the desk goes by, and it is on record',
    async () => {
      const database = await createTestDatabase(kind);
      const run = (...args: string[]) => keys(database.env, ...args);
      const made = run('create', '--name', 'shop | backend', '--scopes', 'chat,operator', '--expires', '90d');
      expect(made).toMatchObject({ status: 0, stdout: expect.stringMatching(/^fd_[\w-]{43}$/) });
      const key = made.stdout;
      const [keyId = ''] = /key_\w+/.exec(made.stderr) ?? [];
      expect(made.stderr).not.toContain(key);

      const listed = run('list');
      expect(listed.status).toBe(0);
      expect(listed.stdout).toMatch(
        new RegExp(`\\| ${keyId} +\\| shop \\\\\\| backend +\\| ${key.slice(0, 7)}\\.\\.\\. +\\|`),
      );
      expect(listed.stdout).toContain('| good ');
      const [asJson] = JSON.parse(run('list', '--json').stdout) as KeyPageDto['data'];
      expect(asJson).toMatchObject({ keyId, name: 'shop | backend', scopes: ['chat', 'operator'], revokedAt: null });
      expect(listed.stdout).not.toContain(key);

      const desk = await startTestApp({ database, sampleKnowledge: false });
      const tickets = async (): Promise<number> => (await desk.api.get('/api/v1/tickets', { apiKey: key })).status;
      expect(await tickets()).toBe(200);
      if (kind === 'embedded') {
        // The folder has one user at a time.
        expect(run('revoke', keyId)).toMatchObject({
          status: 1,
          stdout: '',
          stderr: expect.stringContaining('in use'),
        });
        await desk.close();
      }
      expect(run('revoke', keyId)).toMatchObject({ status: 0, stderr: expect.stringContaining(`${keyId} is revoked`) });
      expect(run('revoke', 'key_nobody')).toMatchObject({ status: 1, stderr: 'There is no such key.' });
      expect(run('list').stdout).toContain('| revoked ');

      const next = kind === 'embedded' ? await startTestApp({ database, sampleKnowledge: false }) : desk;
      expect((await next.api.get('/api/v1/tickets', { apiKey: key })).status).toBe(401);
      const { body } = await next.api.get<AuditPageDto>('/api/v1/audit?actor=cli', { apiKey: next.adminKey });
      expect(body.data).toMatchObject([
        { action: 'keys.revoke', subject: { keyId: 'key_nobody' }, outcome: 'not_found', address: null },
        { action: 'keys.revoke', subject: { keyId }, outcome: 'ok' },
        { action: 'keys.create', subject: { keyId }, outcome: 'ok', requestId: null },
      ]);
      expect(body.data.every(({ actor }) => actor.id === 'cli' && actor.name !== '')).toBe(true);
    },
    WITHIN_MS,
  );

  it(
    'does not revoke the last admin key unless ADMIN_API_KEY is set',
    async () => {
      const { env } = await createTestDatabase(kind);
      const [keyId = ''] = /key_\w+/.exec(keys(env, 'create', '--name', 'only', '--scopes', 'admin').stderr) ?? [];
      expect(keys(env, 'revoke', keyId)).toMatchObject({
        status: 1,
        stderr: expect.stringContaining('last admin key'),
      });
      expect(keys({ ...env, ADMIN_API_KEY: 'another-way-in' }, 'revoke', keyId).status).toBe(0);
    },
    WITHIN_MS,
  );
});

describe('npm run keys', () => {
  it.each([
    [[], /^Name a command\.\n\nnpm run keys/],
    [['make'], /There is no command "make"/],
    [['create', '--name', 'x'], /--scopes must be one or more of chat, knowledge, operator, admin/],
  ])('%j is answered with what is wrong and how it is done', (args, message) => {
    const { status, stdout, stderr } = keys({}, ...args);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(message);
    expect(stderr).toContain('revoke KEY_ID');
  });

  it(
    'says so when the keys are out of reach or the schema is not there',
    () => {
      expect(keys({ DATA_DIR: 'memory://' }, 'list')).toMatchObject({
        status: 1,
        stderr: expect.stringContaining('memory://'),
      });
      expect(keys({ DATA_DIR: tempFolder() }, 'list')).toMatchObject({
        status: 1,
        stderr: expect.stringContaining('npm run migrate'),
      });
      expect(keys({ DATABASE_URL: 'postgres://x@127.0.0.1:1/x' }, 'list').status).toBe(1);
      expect(keys({ SESSION_TIMEOUT: '5' }, 'list')).toMatchObject({
        status: 1,
        stderr: expect.stringContaining('SESSION_TIMEOUT'),
      });
    },
    WITHIN_MS,
  );
});
