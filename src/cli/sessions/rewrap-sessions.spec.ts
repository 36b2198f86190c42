import { describe, expect, it } from '@jest/globals';
import { FakeClock } from '../../../test/support/fake-clock.js';
import { MemorySessionStore } from '../../session/memory-session-store.js';
import { rewrapSessions, type RewrapOutcome } from './rewrap-sessions.js';
import { Tally } from './tally.js';

const options = { idleTimeoutMs: 1_800_000, absoluteTimeoutMs: 86_400_000, maxSessions: 1000 };
const STATUS = ['resealed', 'current', 'not_found'] as const;

/** A store of `count` sessions whose resealing answers one status after the other. */
async function newRun(count: number) {
  const store = new MemorySessionStore(options, new FakeClock());
  for (let n = 0; n < count; n += 1) await store.create({ sessionId: `s-${n}`, threadId: 't' });
  const asked: string[] = [];
  const reseal = async (sessionId: string) => {
    const status = STATUS[asked.length % 3] ?? 'current';
    asked.push(sessionId);
    return status === 'not_found' ? { status, deleted: false } : { status };
  };
  const tally = new Tally<RewrapOutcome>(['resealed', 'current', 'missing']);
  return { asked, tally, target: { listActive: store.listActive.bind(store), reseal } };
}

describe('rewrapSessions', () => {
  it('asks for every session once and counts the answers', async () => {
    const { asked, tally, target } = await newRun(450);
    await rewrapSessions(target, tally, { perSecond: 1_000_000, signal: new AbortController().signal });
    expect(new Set(asked).size).toBe(450);
    expect(asked).toHaveLength(450);
    expect(tally.toString()).toBe('150 resealed, 150 current, 150 missing');
  });

  it('keeps to its rate', async () => {
    const { tally, target } = await newRun(11);
    const start = performance.now();
    await rewrapSessions(target, tally, { perSecond: 100, signal: new AbortController().signal });
    expect(performance.now() - start).toBeGreaterThanOrEqual(98);
  });

  it('stops while it waits', async () => {
    const { asked, tally, target } = await newRun(10);
    const stop = new AbortController();
    const reseal: typeof target.reseal = (sessionId) => {
      setImmediate(() => {
        stop.abort();
      });
      return target.reseal(sessionId);
    };
    const run = rewrapSessions({ ...target, reseal }, tally, { perSecond: 1, signal: stop.signal });
    await expect(run).rejects.toThrow(/abort/);
    expect(asked).toEqual(['s-0']);
    expect(tally.toString()).toBe('1 resealed, 0 current, 0 missing');
  });
});
