import { describe, expect, it } from '@jest/globals';
import { FakeClock } from '../../../test/support/fake-clock.js';
import { MemorySessionStore } from '../../session/memory-session-store.js';
import { migrateSessions, type MigrateOutcome } from './migrate-sessions.js';
import { Tally } from './tally.js';

const clock = new FakeClock();
const { signal } = new AbortController();
const options = { idleTimeoutMs: 1_800_000, absoluteTimeoutMs: 86_400_000, maxSessions: 1000 };

function newDesk() {
  const [source, target] = [new MemorySessionStore(options, clock), new MemorySessionStore(options, clock)];
  const migrated = async () => {
    const tally = new Tally<MigrateOutcome>(['copied', 'updated', 'current', 'newer', 'expired', 'deleted']);
    clock.advance(1);
    await migrateSessions(source, target, tally, { clock, signal });
    clock.advance(1);
    return tally
      .toString()
      .replaceAll(/0 \w+(, )?/g, '')
      .replace(/, $/, '');
  };
  const inTarget = async (sessionId: string) => {
    const lookup = await target.get(sessionId);
    return lookup.status === 'found' ? lookup.session : lookup;
  };
  return { source, target, migrated, inTarget };
}

describe('migrateSessions', () => {
  it('copies, and brings later changes over when it runs again', async () => {
    const { source, migrated, inTarget } = newDesk();
    await source.create({
      sessionId: 'a',
      threadId: 't',
      userId: 'u',
      metadata: { old: 1, both: 1 },
      counters: { n: 4 },
    });
    await source.create({ sessionId: 'b', threadId: 't' });
    expect(await migrated()).toBe('2 copied');
    expect(await migrated()).toBe('2 current');

    await source.update('a', {
      userId: null,
      metadata: { old: null, both: [2] },
      increments: { messageCount: 1, n: -4 },
    });
    expect(await migrated()).toBe('1 updated, 1 current');
    expect(await inTarget('a')).toMatchObject({ userId: null, metadata: { both: [2] }, messageCount: 1 });
    expect(await migrated()).toBe('2 current');
    await source.incrementCounter('a', 'n');
    expect(await migrated()).toBe('1 updated, 1 current');
    expect(await inTarget('a')).toMatchObject({ messageCount: 1, counters: { n: 1 } });
  });

  it('brings a change over that happened while the copy was made', async () => {
    const { source, target, migrated, inTarget } = newDesk();
    await source.create({ sessionId: 'a', threadId: 'late' });
    clock.advance(5);
    await target.create({ sessionId: 'a', threadId: 'early' });
    expect(await migrated()).toBe('1 updated');
    expect(await inTarget('a')).toMatchObject({ threadId: 'late' });
  });

  it('leaves alone what was changed last in the target, and what was deleted there', async () => {
    const { source, target, migrated, inTarget } = newDesk();
    for (const sessionId of ['a', 'b']) await source.create({ sessionId, threadId: 't' });
    await migrated();
    await target.update('a', { threadId: 'served' });
    await target.delete('b');
    expect(await migrated()).toBe('1 newer, 1 deleted');
    expect(await inTarget('a')).toMatchObject({ threadId: 'served' });
    expect(await inTarget('b')).toEqual({ status: 'not_found', deleted: true });
  });

  it('stops between two pages', async () => {
    const { source, target } = newDesk();
    for (let n = 0; n < 300; n += 1) await source.create({ sessionId: `s-${n}`, threadId: 't' });
    const stop = new AbortController();
    const create: MemorySessionStore['create'] = (init) => {
      stop.abort();
      return target.create(init);
    };
    const into = { create, get: target.get.bind(target), update: target.update.bind(target) };
    const run = migrateSessions(source, into, new Tally(['copied']), { clock, signal: stop.signal });
    await expect(run).rejects.toThrow(/abort/);
    expect(await target.countActive()).toBe(200);
  });
});
