import { randomBytes, randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { Redis } from 'ioredis';
import { SystemClock } from '../../src/common/clock.js';
import { loadConfig } from '../../src/config/app-config.js';
import { createSessionStore } from '../../src/session/create-session-store.js';
import { type SessionStore } from '../../src/session/session-store.js';
import { onCleanUp } from '../support/clean-up.js';
import { tempFolder } from '../support/temp-folder.js';

type Settings = Readonly<Record<string, string>>;

const REDIS_URL = process.env.TEST_REDIS_URL ?? '';
const newKey = (kid: string): string => `${kid}:${randomBytes(32).toString('base64')}`;

/** A store of its own in the run's Redis. */
function newPlace(more: Settings = {}): Settings {
  const prefix = `test-${randomUUID()}:`;
  return { SESSION_STORE_TYPE: 'redis', REDIS_URL, REDIS_SESSION_KEY_PREFIX: prefix, ENVIRONMENT: 'test', ...more };
}

async function openStore(place: Settings): Promise<SessionStore> {
  const store = await createSessionStore(loadConfig(place), new SystemClock());
  onCleanUp(() => store.close());
  await store.open();
  return store;
}

/** Runs the built command to its end, in a folder without a .env. */
function sessions(place: Settings, args: string, input = '') {
  const script = join(process.cwd(), 'dist/cli/sessions.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args.split(' ')], {
    env: { PATH: process.env.PATH ?? '', ...place },
    cwd: tempFolder(),
    encoding: 'utf8',
    timeout: 60_000,
    input,
  });
  return { status, stdout, stderr: stderr.trimEnd() };
}

/** All that Redis stores of the sessions of a place. */
async function storedBytes({ REDIS_SESSION_KEY_PREFIX: prefix = '' }: Settings): Promise<string> {
  const redis = new Redis(REDIS_URL);
  try {
    const keys = await redis.keys(`${prefix}*:h:*`);
    const hashes = await Promise.all(keys.map((key) => redis.hgetallBuffer(key)));
    return hashes.flatMap((hash) => Object.values(hash).map((value) => value.toString('latin1'))).join('\n');
  } finally {
    redis.disconnect();
  }
}

async function seed(store: SessionStore, count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    const metadata = { note: `canary-${n}` };
    await store.create({ sessionId: `s-${n}`, threadId: `t-${n}`, userId: 'ada', metadata });
    await store.incrementCounter(`s-${n}`, 'messageCount', n);
  }
}

Logger.overrideLogger(['error', 'fatal']);

describe('npm run sessions', () => {
  it('moves sessions from one store to another by way of a file, or of a pipe', async () => {
    const [from, to, piped] = [newPlace(), newPlace(), newPlace()];
    await seed(await openStore(from), 230);
    const file = join(tempFolder(), 'sessions.jsonl');
    const exported = sessions(from, `export --out ${file}`);
    expect(exported).toEqual({ status: 0, stdout: '', stderr: expect.stringMatching(/^230 exported\n.*in clear/) });
    expect(sessions(to, `import --in ${file}`)).toMatchObject({
      status: 0,
      stderr: expect.stringMatching(/^230 created/),
    });
    expect(sessions(to, `import --in ${file}`).stderr).toBe('0 created, 230 existing, 0 expired, 0 deleted');

    const { stdout } = sessions(from, 'export --out -');
    const body = (text: string): string => text.slice(text.indexOf('\n'));
    expect(body(stdout)).toBe(body(await readFile(file, 'utf8')));

    expect(sessions(piped, 'import --in -', stdout).stderr).toMatch(/^230 created/);
    const copy = await (await openStore(piped)).get('s-7');
    expect(copy).toMatchObject({ session: { userId: 'ada', messageCount: 7, metadata: { note: 'canary-7' } } });
  });

  it('migrates plain sessions into an encrypted store, and later changes too', async () => {
    const [from, to] = [newPlace(), newPlace({ SESSION_ENCRYPTION_KEYS: newKey('k1') })];
    const source = await openStore(from);
    await seed(source, 12);
    const envFile = join(tempFolder(), 'target.env');
    await writeFile(
      envFile,
      Object.entries(to)
        .map(([name, value]) => `${name}="${value}"\n`)
        .join(''),
    );

    expect(sessions(from, `migrate --to-env ${envFile}`)).toMatchObject({
      status: 0,
      stderr: expect.stringMatching(/^12 copied/),
    });
    await source.update('s-3', { metadata: { note: 'canary-later' } });
    expect(sessions(from, `migrate --to-env ${envFile}`).stderr).toMatch(/^0 copied, 1 updated, 11 current/);
    const target = await openStore(to);
    expect(await target.get('s-3')).toMatchObject({ session: { messageCount: 3, metadata: { note: 'canary-later' } } });
    expect(await storedBytes(from)).toContain('canary-5');
    expect(await storedBytes(to)).not.toContain('canary');
    expect(sessions(to, `migrate --to-env ${envFile}`)).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/store that is copied/),
    });
  });

  it('seals everything anew, so that the old key may go', async () => {
    const [old, fresh] = [newKey('old'), newKey('fresh')];
    const before = newPlace({ SESSION_ENCRYPTION_KEYS: old });
    await seed(await openStore(before), 9);
    const both = { ...before, SESSION_ENCRYPTION_KEYS: `${fresh},${old}` };
    const after = { ...before, SESSION_ENCRYPTION_KEYS: fresh };

    expect(sessions(after, 'export --out -')).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/"old".*Put it back/),
    });
    expect(sessions(both, 'rewrap --rate 1000/s')).toEqual({
      status: 0,
      stdout: '',
      stderr: '9 resealed, 0 current, 0 missing',
    });
    expect(sessions(both, 'rewrap').stderr).toBe('0 resealed, 9 current, 0 missing');
    expect(sessions(after, 'export --out -').stderr).toBe('9 exported');
  });

  it('shows what the store holds', async () => {
    const place = newPlace();
    await seed(await openStore(place), 3);
    const text = sessions(place, 'stats');
    expect(text).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^store +redis\nactive sessions +3\nround trip +[\d.]+ ms\n/),
    });
    expect(JSON.parse(sessions(place, 'stats --json').stdout)).toMatchObject({ storeType: 'redis', activeSessions: 3 });
  });

  it.each<[string, string, Settings, RegExp]>([
    ['no command', '--help', newPlace(), /no command "--help".*npm run sessions -- COMMAND/s],
    ['sessions in memory', 'stats', { ENVIRONMENT: 'test' }, /in_memory: .* memory of the serving process.*REDIS_URL/],
    ['a Redis that is not there', 'stats', newPlace({ REDIS_URL: 'redis://:s3cret@127.0.0.1:9' }), /^[^\n]+$/],
    ['a file that is not there', 'import --in none.jsonl', newPlace(), /none\.jsonl cannot be read \(ENOENT\)/],
    ['a target that is not there', 'migrate --to-env none.env', newPlace(), /none\.env: .*cannot be read \(ENOENT\)/s],
  ])('explains %s', (_name, args, place, said) => {
    const { status, stderr } = sessions(place, args);
    expect(status).toBe(1);
    expect(stderr).toMatch(said);
    expect(stderr).not.toMatch(/\n\s+at |s3cret/);
  });
});
