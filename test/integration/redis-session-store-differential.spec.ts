import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SystemClock } from '../../src/common/clock.js';
import { MemorySessionStore } from '../../src/session/memory-session-store.js';
import { Side } from '../contracts/session-store/differential.js';
import { IDS, type Operation, operation } from '../contracts/session-store/differential-operations.js';
import { ABSOLUTE_MS, IDLE_MS } from '../contracts/session-store/harness.js';
import { FakeClock } from '../support/fake-clock.js';
import { connectRedis, type RedisStores } from '../support/redis-stores.js';
import { RepeatingRunner } from '../support/repeating-runner.js';

const RUNS = Number(process.env.SESSION_MODEL_RUNS ?? 40);
const MAX_OPERATIONS = 60;

describe('Memory and Redis', () => {
  const clock = new FakeClock(new SystemClock().now());
  let redis: RedisStores;
  beforeAll(async () => {
    redis = await connectRedis(undefined, clock);
  });
  afterAll(() => {
    redis.close();
  });

  async function compare(operations: readonly Operation[], isRepeated: () => boolean): Promise<void> {
    const limits = { idleTimeoutMs: IDLE_MS, absoluteTimeoutMs: ABSOLUTE_MS };
    const memory = new Side(new MemorySessionStore({ ...limits, maxSessions: 100 }, clock));
    const other = new Side(redis.store({ runner: new RepeatingRunner(redis.runner, isRepeated) }));
    for (const next of operations) {
      if (next.kind === 'advance') clock.advance(next.ms);
      expect(await other.perform(next)).toEqual(await memory.perform(next));
      expect(await other.sessions(IDS)).toEqual(await memory.sessions(IDS));
    }
    expect(await other.dump()).toEqual(await memory.dump());
  }

  it(`give the same answers to ${RUNS} random histories, lost answers included`, async () => {
    const operations = fc.array(operation, { maxLength: MAX_OPERATIONS, size: 'max' });
    const repeats = fc.infiniteStream(fc.boolean());
    await fc.assert(
      fc.asyncProperty(operations, repeats, async (list, repeat) => {
        await compare(list, () => repeat.next().value === true);
      }),
      { numRuns: RUNS },
    );
  }, 3_600_000);
});
