import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { OutcomeUnknown, StoreFull } from '../../src/session/session.errors.js';
import { type RedisSessionStore } from '../../src/session/redis-session-store.js';
import { SCRIPTS } from '../../src/session/redis/scripts.js';
import { SessionKeys } from '../../src/session/redis/session-keys.js';
import { SESSION_LIMITS } from '../../src/session/session-limits.js';
import { commandCounts } from '../support/command-counts.js';
import { startRedis, type TestRedis } from '../support/redis-server.mjs';
import { connectRedis, type RedisStores } from '../support/redis-stores.js';
import { RepeatingRunner } from '../support/repeating-runner.js';

const PREFIX = 'desk-1:';
const BUCKETS = 64;
/** Place of opCount in the engine's state (lua/lib/state.lua). */
const OP_COUNT = 7;
const READS = ['eval', 'evalsha', 'time', 'get', 'hget', 'hgetall', 'zcount', 'zrange'];

describe('RedisSessionStore on its server', () => {
  let server: TestRedis;
  let admin: Redis;
  let stores: RedisStores;
  let store: RedisSessionStore;

  beforeAll(async () => {
    server = await startRedis();
    admin = new Redis(server.url);
    stores = await connectRedis(server.url);
  });
  afterAll(async () => {
    stores.close();
    admin.disconnect();
    await server.stop();
  });
  beforeEach(async () => {
    await admin.flushall();
    store = stores.store({ keyPrefix: PREFIX });
  });

  /** What the server did for it. */
  async function counted(work: () => Promise<unknown>): Promise<ReadonlyMap<string, number>> {
    await admin.config('RESETSTAT');
    await work();
    return commandCounts(admin);
  }

  /** A session on which everything has happened that leaves something behind. */
  async function live(sessionId: string): Promise<void> {
    await store.create({ sessionId, threadId: 't', metadata: { a: 1 } }, { opId: 'made' });
    await store.update(sessionId, { metadata: { a: 2 } }, { opId: 'op', touch: true });
    const acquired = await store.acquire(sessionId, { leaseMs: 1000 });
    if (acquired.status === 'applied') await store.release(acquired.grant);
  }

  it('takes one round trip for each operation on a session', async () => {
    await store.create({ sessionId: 's', threadId: 't' });
    await store.get('s');
    const acquired = await store.acquire('s', { leaseMs: 10_000 });
    if (acquired.status !== 'applied') throw new Error(acquired.status);
    const { grant } = acquired;
    const once = {
      create: () => store.create({ sessionId: 's2', threadId: 't' }),
      get: () => store.get('s'),
      exists: () => store.exists('s'),
      update: () => store.update('s', { metadata: { a: 1 }, increments: { c: 1 } }, { opId: 'op', grant, touch: true }),
      incrementCounter: () => store.incrementCounter('s', 'messageCount'),
      touch: () => store.touch('s'),
      setTtl: () => store.setTtl('s', 1000),
      extend: () => store.extend(grant, 1000),
      release: () => store.release(grant),
      acquire: () => store.acquire('s', { leaseMs: 1000 }),
      standInLine: () => store.acquire('s', { leaseMs: 1000, waiters: ['w1', 'w2'] }),
      leaveLine: () => store.leaveLine('s', ['w1', 'w2']),
      delete: () => store.delete('s2'),
    };
    for (const [name, call] of Object.entries(once)) {
      await call();
      expect([name, (await counted(call)).get('evalsha')]).toEqual([name, 1]);
    }
    expect((await counted(() => store.mutate('s', () => ({ escalated: true })))).get('evalsha')).toBe(2);
  });

  it('writes nothing when it reads', async () => {
    await live('s');
    const counts = await counted(async () => {
      await store.get('s');
      await store.get('nobody');
      await store.exists('s');
      await store.listActive({ limit: 10 });
      await store.countActive();
      await store.ping();
    });
    expect([...counts.keys()].filter((name) => !READS.includes(name) && !name.startsWith('config'))).toEqual([]);
  });

  it('keeps all keys of a session in one slot under its prefix, and none of them for ever', async () => {
    for (let i = 0; i < 20; i += 1) await live(`session-${i}`);
    await store.delete('session-0');
    const keys = await admin.keys('*');
    const ids = new Map<string, Set<string>>();
    for (const key of keys) {
      const [, tag, kind, id] = /^desk-1:\{(\w+)\}:(h|o0|o1|x|ie|ic)(?::(.+))?$/.exec(key) ?? [];
      expect([key, tag]).not.toEqual([key, undefined]);
      const isIndex = kind === 'ie' || kind === 'ic';
      expect([key, (await admin.pttl(key)) > 0]).toEqual([key, !isIndex]);
      if (id !== undefined) ids.set(id, new Set([...(ids.get(id) ?? []), tag!]));
    }
    expect(ids.size).toBe(20);
    for (const tags of ids.values()) expect(tags.size).toBe(1);
  });

  it('leaves nothing behind of what was deleted but a tombstone, and nothing of what expired', async () => {
    await live('gone');
    await store.delete('gone');
    await live('old');
    await store.setTtl('old', 1);
    while ((await store.cleanupExpired()).removed === 0);
    expect(await admin.keys('*')).toEqual([expect.stringMatching(/:x:gone$/)]);
  });

  it('puts an index right whose session is gone', async () => {
    await live('evicted');
    await admin.del(...(await admin.keys('*:evicted')));
    expect(await store.countActive()).toBe(1);
    expect(await store.listActive({ limit: 5 })).toEqual({ sessions: [], nextCursor: null });
    const [index = ''] = await admin.keys('*:ie');
    const [member = ''] = await admin.zrange(index, '0', '-1');
    await admin.zadd(index, 1, member);
    expect(await store.cleanupExpired()).toEqual({ removed: 0, failures: [] });
    expect(await admin.keys('*')).toEqual([]);
  });

  it('goes on when the server forgets the scripts', async () => {
    await live('s');
    await admin.script('FLUSH');
    expect(await store.get('s')).toMatchObject({ status: 'found' });
    const increments = Array.from({ length: 50 }, async (_, i) => {
      if (i % 10 === 0) await admin.script('FLUSH');
      return store.incrementCounter('s', 'c');
    });
    await Promise.all(increments);
    expect(await store.get('s')).toMatchObject({ session: { counters: { c: 50 } } });
  });

  it('refuses a write before its first step when the server is full; reading and deleting go on', async () => {
    await live('s');
    const before = await store.get('s');
    await admin.config('SET', 'maxmemory', '1mb');
    try {
      await expect(store.update('s', { metadata: { a: 'late' }, increments: { c: 1 } })).rejects.toThrow(StoreFull);
      await expect(store.create({ sessionId: 's2', threadId: 't' })).rejects.toThrow(StoreFull);
      expect(await store.get('s')).toEqual(before);
      expect(await store.exists('s2')).toBe(false);
      expect(await store.delete('s')).toEqual({ status: 'applied' });
    } finally {
      await admin.config('SET', 'maxmemory', '0');
    }
    expect(await store.create({ sessionId: 's2', threadId: 't' })).toMatchObject({ status: 'applied' });
  });

  it('shares a server with other desks by its prefix', async () => {
    const other = stores.store({ keyPrefix: 'desk-2:' });
    await live('s');
    expect(await other.get('s')).toEqual({ status: 'not_found', deleted: false });
    expect(await other.countActive()).toBe(0);
    expect(await other.delete('s')).toEqual({ status: 'not_found', deleted: false });
    expect(await store.exists('s')).toBe(true);
  });

  it('counts 200,000 sessions with the commands that count one', async () => {
    const future = Date.now() + 1e6;
    const few = await counted(() => store.countActive());
    const { buckets } = new SessionKeys(PREFIX);
    for (const [b, { byExpiry }] of buckets.entries()) {
      const entries = Array.from({ length: 200_000 / BUCKETS }, (_, i) => [future, `${b}-${i}`]).flat();
      await admin.zadd(byExpiry, ...entries.map(String));
    }
    const many = await counted(async () => {
      expect(await store.countActive()).toBe(200_000);
    });
    expect(few.get('evalsha')).toBe(BUCKETS);
    expect(many).toEqual(few);
  });

  it('says that it does not know when it could not remember a write whose answer was lost', async () => {
    await live('s');
    const [key = ''] = await admin.keys('*:h:s');
    const parts = ((await admin.hget(key, '~')) ?? '').split(' ');
    parts[OP_COUNT] = String(SESSION_LIMITS.opsPerWindow);
    await admin.hset(key, '~', parts.join(' '));
    const lossy = stores.store({ keyPrefix: PREFIX, runner: new RepeatingRunner(stores.runner, () => true) });
    await expect(lossy.incrementCounter('s', 'c')).rejects.toThrow(OutcomeUnknown);
    expect(await store.incrementCounter('s', 'c')).toMatchObject({ status: 'applied', counters: { c: 2 } });
    expect(await store.touch('s')).toMatchObject({ status: 'applied' });
  });

  it('writes nothing after the deadline of a call', async () => {
    await live('s');
    const [session = ''] = await admin.keys('*:h:s');
    const before = await admin.hgetall(session);
    const bucket = new SessionKeys(PREFIX).bucketOf('s');
    const keys = [session, `${bucket.tombstone}s`, `${bucket.evenOps}s`, `${bucket.oddOps}s`, bucket.byExpiry];
    const late = ['', 1];
    const write = admin.eval(SCRIPTS.write.lua, 5, ...keys, ...late, 'late', '', 's', '', '+:c', '1');
    await expect(write).rejects.toThrow(/^OPEXPIRED \d{13}$/);
    const remove = admin.eval(SCRIPTS.delete.lua, 6, ...keys, bucket.byCreation, ...late, 's', 'late', 'late', '');
    await expect(remove).rejects.toThrow(/^OPEXPIRED/);
    const acquire = admin.eval(SCRIPTS.acquire.lua, 2, session, `${bucket.tombstone}s`, ...late, 'nonce', 1000);
    await expect(acquire).rejects.toThrow(/^OPEXPIRED/);
    const stand = admin.eval(SCRIPTS.acquire.lua, 2, session, `${bucket.tombstone}s`, ...late, '', 1000, 'waiter');
    await expect(stand).rejects.toThrow(/^OPEXPIRED/);
    const leave = admin.eval(SCRIPTS.leave.lua, 1, session, ...late, 'waiter');
    await expect(leave).rejects.toThrow(/^OPEXPIRED/);
    expect(await admin.hgetall(session)).toEqual(before);
    expect(await admin.exists(`${bucket.tombstone}s`)).toBe(0);
  });

  it('refuses what a newer version wrote, and leaves it as it is', async () => {
    await live('s');
    const [key = ''] = await admin.keys('*:h:s');
    const state = (await admin.hget(key, '~')) ?? '';
    await admin.hset(key, '~', `2 ${state} more`);
    const before = await admin.hgetall(key);
    const grant = { sessionId: 's', fence: 1, nonce: 'n' };
    const calls = [
      () => store.get('s'),
      () => store.exists('s'),
      () => store.create({ sessionId: 's', threadId: 't' }),
      () => store.update('s', { escalated: true }),
      () => store.incrementCounter('s', 'c'),
      () => store.touch('s'),
      () => store.delete('s'),
      () => store.acquire('s', { leaseMs: 1 }),
      () => store.leaveLine('s', ['w']),
      () => store.extend(grant, 1),
      () => store.reseal('s'),
    ];
    for (const call of calls) await expect(call()).rejects.toMatchObject({ code: 'session_schema_too_new' });
    expect(await admin.hgetall(key)).toEqual(before);
    await admin.hset(key, '~', 'nonsense');
    for (const call of calls) await expect(call()).rejects.toMatchObject({ code: 'session_corrupt' });
  });
});
