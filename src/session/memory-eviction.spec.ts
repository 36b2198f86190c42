import { describe, expect, it } from '@jest/globals';
import { FakeClock } from '../../test/support/fake-clock.js';
import { MemorySessionStore } from './memory-session-store.js';

function storeOf(maxSessions: number): {
  store: MemorySessionStore;
  clock: FakeClock;
  create: (id: string) => Promise<unknown>;
} {
  const clock = new FakeClock();
  const store = new MemorySessionStore({ idleTimeoutMs: 60_000, absoluteTimeoutMs: 600_000, maxSessions }, clock);
  return { store, clock, create: (id) => store.create({ sessionId: id, threadId: `thr_${id}` }) };
}

describe('eviction from memory', () => {
  it('drops the session unused for longest, which is then unknown and may be created again', async () => {
    const { store, create } = storeOf(3);
    for (const id of ['a', 'b', 'c']) await create(id);
    await store.get('a');
    await store.incrementCounter('b', 'messageCount');
    await create('d');
    expect(await store.get('c')).toEqual({ status: 'not_found', deleted: false });
    expect(await store.countActive()).toBe(3);
    expect(await create('c')).toMatchObject({ status: 'applied' });
    expect(await store.exists('a')).toBe(false);
    expect(await store.getStats()).toMatchObject({
      activeSessions: 3,
      maxSessions: 3,
      evictions: 2,
      expirations: 0,
      creates: 5,
    });
  });

  it('is not brought about by listings, counts or existence checks, nor are those a use', async () => {
    const { store, create } = storeOf(2);
    await create('a');
    await create('b');
    await store.exists('a');
    await store.listActive({ limit: 1 });
    await store.countActive();
    await create('c');
    expect(await store.exists('a')).toBe(false);
    expect((await store.listActive({ limit: 10 })).sessions.map(({ sessionId }) => sessionId)).toEqual(['b', 'c']);
  });

  it('spares a session whose lease is held, until it runs out', async () => {
    const { store, clock, create } = storeOf(2);
    await create('a');
    await store.acquire('a', { leaseMs: 1000 });
    await create('b');
    await create('c');
    expect(await store.exists('a')).toBe(true);
    expect(await store.exists('b')).toBe(false);
    clock.advance(1000);
    await create('d');
    expect(await store.exists('a')).toBe(false);
  });

  it('refuses a new session while every other one is held, and changes nothing', async () => {
    const { store, create } = storeOf(2);
    for (const id of ['a', 'b']) {
      await create(id);
      await store.acquire(id, { leaseMs: 1000 });
    }
    await expect(create('c')).rejects.toMatchObject({ code: 'store_full', kind: 'unavailable', retryable: true });
    expect(await store.exists('c')).toBe(false);
    expect(await store.countActive()).toBe(2);
    await store.delete('a');
    expect(await create('c')).toMatchObject({ status: 'applied' });
  });

  it('fences the grants of the life that was evicted', async () => {
    const { store, clock, create } = storeOf(1);
    await create('a');
    const first = await store.acquire('a', { leaseMs: 1000 });
    clock.advance(1000);
    await create('b');
    await create('a');
    const second = await store.acquire('a', { leaseMs: 1000 });
    if (first.status !== 'applied' || second.status !== 'applied') throw new Error('a lease was refused');
    expect(first.grant.fence).toBe(second.grant.fence);
    expect(await store.update('a', { escalated: true }, { grant: first.grant })).toEqual({ status: 'fenced' });
    expect(await store.extend(first.grant, 1000)).toBe(false);
  });
});
