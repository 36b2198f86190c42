import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, globSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { startChildApp } from '../support/child-app.js';
import { onCleanUp } from '../support/clean-up.js';
import { createTestDatabase } from '../support/databases.js';
import { startRedis } from '../support/redis-server.mjs';
import { type RefusalWorld, SECRETS, START_REFUSALS } from '../support/start-refusals.js';
import { tempFolder } from '../support/temp-folder.js';
import { until } from '../support/until.js';

/** A refusal takes about a second; this is for a machine that is busy with other tests. */
const WITHIN_MS = 60_000;
const PAGE = readFileSync('docs/start-up.md', 'utf8');

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built application to its end. Its temporary folder is `folder`/tmp. */
async function start(settings: Record<string, string>, folder: string): Promise<Ended> {
  const child = spawn(process.execPath, ['dist/main.js'], {
    env: { PATH: process.env.PATH ?? '', TMPDIR: join(folder, 'tmp'), ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const late = setTimeout(() => child.kill('SIGKILL'), WITHIN_MS);
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number | null]>,
  ]);
  clearTimeout(late);
  return { code, stdout, stderr };
}

async function worldIn(folder: string): Promise<RefusalWorld> {
  const { env } = await createTestDatabase('postgres');
  const databaseUrl = env.DATABASE_URL ?? '';
  return {
    databaseUrl,
    folder,
    changed: async (statement) => {
      const name = /\/(test_\w+)/.exec(databaseUrl)?.[1] ?? '';
      await asked(databaseUrl, statement.replace('DATABASE current', `DATABASE ${name}`));
      return databaseUrl;
    },
    redis: async (...args) => {
      const server = await startRedis({ args });
      onCleanUp(() => server.stop());
      return server.url;
    },
    file: (content) => {
      const path = join(folder, 'a-file');
      writeFileSync(path, content);
      return path;
    },
    takenPort: async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      onCleanUp(async () => void server.close());
      return (server.address() as AddressInfo).port;
    },
    runningDesk: async () => {
      const { env: embedded } = await createTestDatabase('embedded');
      await startChildApp({ ENVIRONMENT: 'test', LOG_LEVEL: 'warn', ...embedded });
      return embedded.DATA_DIR ?? '';
    },
  };
}

async function asked<Row extends object>(url: string, statement: string, values?: unknown[]): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(statement, values)).rows;
  } finally {
    await client.end();
  }
}

/** Processes that were started with `folder` as their temporary folder, on systems that tell. */
function processesOf(folder: string): string[] {
  return globSync('/proc/[0-9]*/environ').filter((file) => {
    try {
      return readFileSync(file, 'utf8').includes(`TMPDIR=${join(folder, 'tmp')}\0`);
    } catch {
      return false;
    }
  });
}

/** `<...>` of a documented message is whatever this machine says there. */
function patternOf(said: string): RegExp {
  const literal = said.split(/<[^>]+>/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(literal.join('.+').replaceAll(' ', '\\s+'), 's');
}

describe('A start that must not be', () => {
  it.each(START_REFUSALS.map((refusal) => [refusal.wrong, refusal] as const))(
    '%s',
    async (_wrong, refusal) => {
      const folder = tempFolder();
      mkdirSync(join(folder, 'tmp'));
      const world = await worldIn(folder);
      const dataDir = join(folder, 'data');
      const common = { ENVIRONMENT: 'test', API_HOST: '127.0.0.1', API_PORT: '0', DATA_DIR: dataDir };
      const ended = await start({ ...common, ...(await refusal.settings(world)) }, folder);

      expect([ended.code, ended.stderr]).toEqual([1, expect.stringMatching(patternOf(refusal.said))]);
      expect(ended.stderr.match(/Frontdesk cannot start\./g)).toHaveLength(1);
      expect(ended.stdout + ended.stderr).not.toMatch(/\n\s+at /);
      for (const secret of SECRETS) expect(ended.stdout + ended.stderr).not.toContain(secret);
      // Nothing is left: no process, no lock, no socket's folder, no connection.
      expect(processesOf(folder)).toEqual([]);
      expect(existsSync(join(dataDir, 'lock'))).toBe(false);
      expect(readdirSync(join(folder, 'tmp'))).toEqual([]);
      await until(async () => {
        const query = `SELECT FROM pg_stat_activity WHERE application_name = 'frontdesk' AND datname = $1`;
        const name = /\/(test_\w+)/.exec(world.databaseUrl)?.[1];
        return (await asked(world.databaseUrl, query, [name])).length === 0;
      });
    },
    2 * WITHIN_MS,
  );

  it('is on the page about starts, row by row', () => {
    expect(START_REFUSALS.length).toBeGreaterThanOrEqual(15);
    for (const { wrong, said } of START_REFUSALS) {
      const row = PAGE.split('\n').find((line) => line.startsWith(`| ${wrong} `));
      expect([wrong, row]).toEqual([wrong, expect.stringContaining(`\`${said}\``)]);
    }
  });
});
