import { chmod, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { FakeClock } from '../../../test/support/fake-clock.js';
import { tempFolder } from '../../../test/support/temp-folder.js';
import { MemorySessionStore } from '../../session/memory-session-store.js';
import { exportSessions } from './export-sessions.js';
import { importSessions, type ImportOutcome } from './import-sessions.js';
import { valuesOf } from './portable-session.js';
import { Tally } from './tally.js';

const MINUTE = 60_000;
const clock = new FakeClock();
const { signal } = new AbortController();
const newStore = () =>
  new MemorySessionStore({ idleTimeoutMs: 30 * MINUTE, absoluteTimeoutMs: 600 * MINUTE, maxSessions: 5000 }, clock);

async function exported(store: MemorySessionStore, out = join(tempFolder(), 'sessions.jsonl'), force = false) {
  const tally = new Tally(['exported'] as const);
  await exportSessions(store, tally, { out, force, clock, signal });
  return { out, tally };
}

async function imported(store: MemorySessionStore, from: string) {
  const tally = new Tally<ImportOutcome>(['created', 'existing', 'expired', 'deleted']);
  const failure: unknown = await importSessions(store, tally, { from, clock, signal }).catch((error: unknown) => error);
  return { tally: tally.toString(), failure };
}

async function found(store: MemorySessionStore, sessionId: string) {
  const lookup = await store.get(sessionId);
  if (lookup.status !== 'found') throw new Error(lookup.status);
  return lookup.session;
}

describe('an archive of sessions', () => {
  it('carries all values, the place in listings and the absolute end to another store, once', async () => {
    const [source, target] = [newStore(), newStore()];
    await source.create({
      sessionId: 's-1',
      threadId: 't-1',
      userId: 'ada',
      fingerprintHash: 'f',
      metadata: { plan: { tier: ['gold', null] }, ключ: '"\n' },
      idleMs: 5 * MINUTE,
      absoluteMs: 60 * MINUTE,
    });
    await source.update('s-1', { escalated: true, requestId: 'r', increments: { messageCount: 3 } });
    clock.advance(MINUTE);
    const { out } = await exported(source);
    clock.advance(MINUTE);
    const before = await found(source, 's-1');

    await expect(imported(target, out)).resolves.toEqual({
      tally: '1 created, 0 existing, 0 expired, 0 deleted',
      failure: undefined,
    });
    const copy = await found(target, 's-1');
    expect(valuesOf(copy)).toEqual(valuesOf(before));
    expect(copy).toMatchObject({
      messageCount: 3,
      createdAt: before.createdAt,
      idleMs: 5 * MINUTE,
      absoluteExpiresAt: before.absoluteExpiresAt,
      expiresAt: clock.now() + 5 * MINUTE,
    });
    expect(await imported(target, out)).toMatchObject({ tally: '0 created, 1 existing, 0 expired, 0 deleted' });
  });

  it('is one header line and one line a session, beyond one page of a listing', async () => {
    const source = newStore();
    for (let n = 0; n < 450; n += 1) await source.create({ sessionId: `s-${n}`, threadId: 't' });
    const { out, tally } = await exported(source);
    const [header = '', ...lines] = (await readFile(out, 'utf8')).trimEnd().split('\n');
    expect(JSON.parse(header)).toEqual({
      format: 'frontdesk-sessions',
      version: 1,
      exportedAt: clock.date().toISOString(),
      sessions: 450,
    });
    expect(new Set(lines.map((line) => (JSON.parse(line) as { sessionId: string }).sessionId)).size).toBe(450);
    expect(tally.toString()).toBe('450 exported');
    const target = newStore();
    expect(await imported(target, out)).toMatchObject({ tally: '450 created, 0 existing, 0 expired, 0 deleted' });
    expect(await target.countActive()).toBe(450);
  });

  it('is readable by its owner only, replaces nothing unasked and leaves nothing half written', async () => {
    const { out } = await exported(newStore());
    expect((await stat(out)).mode & 0o777).toBe(0o600);
    await expect(exported(newStore(), out)).rejects.toThrow(/exists.*--force/);
    await chmod(out, 0o644);
    await exported(newStore(), out, true);
    expect((await stat(out)).mode & 0o777).toBe(0o600);

    const closed = newStore();
    await closed.close();
    await expect(exported(closed, `${out}2`)).rejects.toThrow('closed');
    expect(await readdir(join(out, '..'))).toEqual(['sessions.jsonl']);
    await expect(exported(newStore(), join(out, 'below'))).rejects.toThrow(/cannot be written \(E/);
  });

  it('leaves out what has expired since and what was deleted in the target', async () => {
    const [source, target] = [newStore(), newStore()];
    for (const sessionId of ['short', 'gone', 'well']) await source.create({ sessionId, threadId: 't' });
    await source.setTtl('short', MINUTE);
    const { out } = await exported(source);
    clock.advance(MINUTE);
    await target.delete('gone');
    expect(await imported(target, out)).toMatchObject({ tally: '1 created, 0 existing, 1 expired, 1 deleted' });
  });

  it('names file and line of what it can not read, and keeps what came before', async () => {
    const source = newStore();
    for (const sessionId of ['a', 'b']) await source.create({ sessionId, threadId: 't' });
    const { out } = await exported(source);
    const [header = '', a = '', b = ''] = (await readFile(out, 'utf8')).split('\n');
    const withLines = async (...lines: string[]) => {
      await writeFile(out, lines.join('\n'));
      const target = newStore();
      const { failure } = await imported(target, out);
      return { message: (failure as Error).message.replace(out, 'FILE'), count: await target.countActive() };
    };
    expect(await withLines(header, a, '{')).toEqual({
      message: 'FILE:3 is not one JSON object on one line.',
      count: 1,
    });
    const wrongType = b.replace('"escalated":false', '"escalated":"no"');
    expect(await withLines(header, a, '', wrongType)).toMatchObject({
      message: expect.stringMatching(/^FILE:4 escalated: /),
      count: 1,
    });
    expect(await withLines(header, a, b.replace('"b"', '"b/b"'))).toMatchObject({
      message: expect.stringMatching(/^FILE:3 sessionId must/),
    });
    const large = b.replace('"metadata":{}', `"metadata":{"k":"${'x'.repeat(70_000)}"}`);
    expect(await withLines(header, large)).toMatchObject({
      message: 'FILE:2 is over a limit of a session: value_bytes.',
    });
    expect(await withLines(a, b)).toMatchObject({
      message: expect.stringMatching(/^FILE:1 format: must be "frontdesk-sessions"/),
      count: 0,
    });
    expect(await withLines(header.replace('"version":1', '"version":2'), a)).toMatchObject({
      message: expect.stringMatching(/newer version/),
    });
    expect(await withLines('')).toMatchObject({ message: expect.stringMatching(/header|FILE:1/) });
    expect((await imported(newStore(), `${out}.none`)).failure).toMatchObject({
      message: expect.stringMatching(/cannot be read \(ENOENT\)/),
    });
  });
});
