import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { createMemoryCounters } from '../../src/limits/memory-counters.js';
import { type Charge } from '../../src/limits/rate-counters.js';
import { metrics } from '../../src/telemetry/metrics.js';
import { describeRateCounters } from '../contracts/rate-counters.contract.js';
import { onCleanUp } from '../support/clean-up.js';
import { commandCounts } from '../support/command-counts.js';
import { openRateCounters, takeOne } from '../support/rate-counters.js';
import { startRedis, startRedisCluster } from '../support/redis-server.mjs';
import { openRelay } from '../support/relay.js';
import { until } from '../support/until.js';

const cluster = startRedisCluster();
afterAll(async () => {
  await (await cluster).stop();
});

const newPrefix = (): string => `t-${randomUUID()}:`;

describeRateCounters('memory', async () => createMemoryCounters());
describeRateCounters('Redis', () => openRateCounters(process.env.TEST_REDIS_URL ?? '', newPrefix()));
describeRateCounters('Redis Cluster', async () => openRateCounters((await cluster).url, newPrefix()));

const charge = (quota: number, caller = 'one'): Charge => ({
  policy: { name: 'message', quota, windowMs: 3_600_000 },
  caller,
});

/** Calls that were decided without Redis so far. */
async function unavailable(): Promise<number> {
  const { values } = (await metrics.getSingleMetric('frontdesk_rate_limit_unavailable_total')?.get()) ?? { values: [] };
  return values[0]?.value ?? 0;
}

async function ownRedis(...args: string[]): ReturnType<typeof startRedis> {
  const server = await startRedis({ args });
  onCleanUp(() => server.stop());
  return server;
}

describe('counters in Redis', () => {
  it('are one budget for all instances: of 200 calls at once, exactly as many pass as there are', async () => {
    const [url, prefix] = [process.env.TEST_REDIS_URL ?? '', newPrefix()];
    const instances = [await openRateCounters(url, prefix), await openRateCounters(url, prefix)];
    const standings = await Promise.all(Array.from({ length: 200 }, (_, n) => takeOne(instances[n % 2]!, charge(50))));
    expect(standings.filter(({ granted }) => granted)).toHaveLength(50);
  });

  it('are keys under the prefix that run out by themselves', async () => {
    const [url, prefix] = [process.env.TEST_REDIS_URL ?? '', newPrefix()];
    await takeOne(await openRateCounters(url, prefix), charge(5, 'ses_1'));
    const admin = new Redis(url);
    const left = await admin.pttl(`${prefix}limits:message:ses_1`);
    admin.disconnect();
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(3_600_000);
  });

  it('cost one script a budget, and need no more than the documented rights', async () => {
    const server = await ownRedis();
    const admin = new Redis(server.url);
    const prefix = 'agent:session:';
    await admin.call(
      ...(['ACL', 'SETUSER', 'desk', 'on', '>secret', `~${prefix}*`, `&${prefix}*`, '-@all'] as const),
      ...'+ping +hello +info +client|setname +eval +evalsha +get +set +incrby +pttl +expire'.split(' '),
    );
    const counters = await openRateCounters(server.url.replace('redis://', 'redis://desk:secret@'), prefix);
    const before = await unavailable();
    await takeOne(counters, charge(10));
    await admin.config('RESETSTAT');
    const both = [charge(10), { ...charge(10), policy: { ...charge(10).policy, name: 'message-address' } }];
    expect(await counters.take(both)).toHaveLength(2);
    const counts = await commandCounts(admin);
    // A script that a connection has not sent yet goes as text.
    expect((counts.get('eval') ?? 0) + (counts.get('evalsha') ?? 0)).toBe(2);
    expect(await unavailable()).toBe(before);
    admin.disconnect();
  });
});

describe('when Redis is away', () => {
  it('this instance counts by itself, and in Redis again when it is back', async () => {
    const server = await ownRedis();
    const counters = await openRateCounters(server.url, newPrefix());
    expect(await takeOne(counters, charge(3))).toMatchObject({ remaining: 2 });
    const before = await unavailable();
    await server.kill();
    const statuses = [];
    for (let n = 0; n < 5; n += 1) statuses.push((await takeOne(counters, charge(3))).granted);
    expect(statuses).toEqual([true, true, true, false, false]);
    expect(await unavailable()).toBe(before + 5);
    await server.restart();
    // What was counted in memory is used up: only Redis, which has lost everything, can grant this.
    await until(async () => (await takeOne(counters, charge(3))).granted);
    const after = await unavailable();
    await takeOne(counters, charge(3));
    expect(await unavailable()).toBe(after);
  });

  it('and does not answer, no call waits for long, and only one in a while waits at all', async () => {
    const relay = await openRelay(await ownRedis());
    const counters = await openRateCounters(`redis://127.0.0.1:${relay.port}`, newPrefix());
    expect(await takeOne(counters, charge(1000))).toMatchObject({ remaining: 999 });
    relay.delayMs = 600_000;
    const before = await unavailable();
    const waits = [];
    for (let n = 0; n < 200; n += 1) {
      const began = performance.now();
      expect((await takeOne(counters, charge(1000))).granted).toBe(true);
      waits.push(performance.now() - began);
    }
    expect(await unavailable()).toBe(before + 200);
    // The patience of the first call, and of one in each second that a busy machine takes for all of them.
    const waited = waits.filter((ms) => ms >= 150);
    expect(waited.length).toBeGreaterThan(0);
    expect(waited.length).toBeLessThan(20);
    expect(Math.max(...waits)).toBeLessThan(1000);
    relay.delayMs = 0;
    await until(async () => {
      const count = await unavailable();
      await takeOne(counters, charge(1000));
      return (await unavailable()) === count;
    });
  });

  it('at the start, calls are limited all the same', async () => {
    const relay = await openRelay(await ownRedis());
    relay.cut();
    const counters = await openRateCounters(`redis://127.0.0.1:${relay.port}`, newPrefix());
    const granted = [];
    for (let n = 0; n < 3; n += 1) granted.push((await takeOne(counters, charge(2))).granted);
    expect(granted).toEqual([true, true, false]);
    relay.mend();
    await until(async () => (await takeOne(counters, charge(2))).granted);
  });
});
