import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { FakeClock } from '../../test/support/fake-clock.js';
import { until } from '../../test/support/until.js';
import { MemorySessionStore } from './memory-session-store.js';
import { SessionSweeper } from './session-sweeper.js';

function expiringStore(): { store: MemorySessionStore; clock: FakeClock } {
  const clock = new FakeClock();
  const options = { idleTimeoutMs: 1000, absoluteTimeoutMs: 1000, maxSessions: 2000 };
  return { store: new MemorySessionStore(options, clock), clock };
}

describe('SessionSweeper', () => {
  it('cleans up a backlog longer than one batch, again and again, until it is stopped', async () => {
    const { store, clock } = expiringStore();
    const failures: unknown[] = [];
    const sweeper = new SessionSweeper(store, 5, (failure) => failures.push(failure));
    sweeper.start();
    for (const round of [1, 2]) {
      for (let i = 0; i < 1200; i += 1) await store.create({ sessionId: `s${round}.${i}`, threadId: 't' });
      clock.advance(1000);
      await until(async () => (await store.getStats()).expirations === round * 1200);
    }
    await sweeper.stop();
    await store.create({ sessionId: 'late', threadId: 't' });
    clock.advance(1000);
    await sleep(25);
    expect(await store.get('late')).toEqual({ status: 'expired' });
    expect(failures).toEqual([]);
  });

  it('reports what failed and goes on trying', async () => {
    const { store } = expiringStore();
    await store.close();
    const failures: unknown[] = [];
    const sweeper = new SessionSweeper(store, 5, (failure) => failures.push(failure));
    sweeper.start();
    await until(async () => failures.length >= 2);
    await sweeper.stop();
    expect(failures[0]).toMatchObject({ code: 'store_unavailable' });
  });
});
