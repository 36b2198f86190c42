import { beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { type EventLog } from '../../src/events/event-log.js';
import { append, brief, Recorder, said } from '../contracts/event-log-fixtures.js';
import { openRedisLog } from '../contracts/event-log-redis.js';
import { onCleanUp } from '../support/clean-up.js';
import { startRedis, type TestRedis } from '../support/redis-server.mjs';
import { openRelay } from '../support/relay.js';
import { until } from '../support/until.js';

/** Longest a call may take, in ms; the log gives itself a second, the machine may be busy. */
const QUICK_MS = 3000;

let redis: TestRedis;
let admin: Redis;

beforeAll(async () => {
  redis = await startRedis();
  onCleanUp(() => redis.stop());
  admin = new Redis(redis.port, redis.host);
  admin.on('error', () => undefined);
  onCleanUp(async () => {
    admin.disconnect();
  });
});

const newSession = (): string => `s-${randomUUID()}`;
const unavailable = { code: 'event_log_unavailable', retryable: true };

async function expectQuickly(call: () => Promise<unknown>): Promise<void> {
  const startedAt = performance.now();
  await expect(call()).rejects.toMatchObject(unavailable);
  expect(performance.now() - startedAt).toBeLessThan(QUICK_MS);
}

const isBack = (log: EventLog): Promise<boolean> =>
  log.read('any', 0, 1).then(
    () => true,
    () => false,
  );

describe('the event log in Redis', () => {
  it('keeps nothing readable of sealed events, and leaves out what it cannot open', async () => {
    const key = (kid: string): { kid: string; key: string } => ({ kid, key: randomBytes(32).toString('base64') });
    const [first, second] = [key('k1'), key('k2')];
    const keyPrefix = 'sealed:';
    const open = async (keys: { kid: string; key: string }[]): Promise<EventLog> =>
      (await openRedisLog({ url: redis.url, keyPrefix, keys })).log;
    const [old, rotated, other, plain] = [
      await open([first]),
      await open([second, first]),
      await open([second]),
      await open([]),
    ];
    const sessionId = newSession();
    const recorder = new Recorder();
    await rotated.listen(sessionId, recorder);
    await append(old, sessionId, ['a secret word']);
    await append(rotated, sessionId, ['another one']);
    expect((await rotated.read(sessionId, 0, 10)).events.map(brief)).toEqual(['1 a secret word', '2 another one']);
    await until(() => recorder.heard.length === 2);
    expect((await other.read(sessionId, 0, 10)).events.map(brief)).toEqual(['2 another one']);
    expect(await plain.read(sessionId, 0, 10)).toEqual({ events: [], lastSeq: 2 });
    const stored = await admin.xrangeBuffer(`${keyPrefix}{${sessionId}}:events`, '-', '+');
    expect(JSON.stringify(stored)).not.toContain('"data":[]');
    expect(Buffer.concat(stored.flatMap(([, fields]) => fields)).includes('secret word')).toBe(false);
    // Moved to another session it does not open.
    const victim = newSession();
    await admin.copy(`${keyPrefix}{${sessionId}}:events`, `${keyPrefix}{${victim}}:events`);
    expect((await rotated.read(victim, 0, 10)).events).toEqual([]);
  });

  it('goes on after its scripts and its memory are gone', async () => {
    const { log } = await openRedisLog({ url: redis.url });
    const sessionId = newSession();
    await append(log, sessionId, ['a']);
    await admin.script('FLUSH');
    expect(await append(log, sessionId, ['b'])).toEqual([2]);
    expect((await log.read(sessionId, 0, 10)).events.map(brief)).toEqual(['1 a', '2 b']);
    await admin.del(`test:{${sessionId}}:events-state`);
    expect(await append(log, sessionId, ['c'])).toEqual([3]);
    await admin.del(`test:{${sessionId}}:events`);
    expect(await append(log, sessionId, ['d'])).toEqual([4]);
    await admin.flushall();
    expect(await append(log, sessionId, ['e'], { floor: 9 })).toEqual([10]);
  });

  it('says quickly that Redis is full or takes no writes, and goes on when it does again', async () => {
    const { log } = await openRedisLog({ url: redis.url });
    const sessionId = newSession();
    await append(log, sessionId, ['a']);
    await admin.config('SET', 'maxmemory', '1');
    await expectQuickly(() => append(log, sessionId, ['b']));
    expect(await log.read(sessionId, 0, 10)).toMatchObject({ lastSeq: 1 });
    await admin.config('SET', 'maxmemory', '0');
    await admin.replicaof('127.0.0.1', '1');
    await expectQuickly(() => append(log, sessionId, ['b']));
    await admin.replicaof('NO', 'ONE');
    await until(() =>
      append(log, sessionId, ['b']).then(
        () => true,
        () => false,
      ),
    );
    expect((await log.read(sessionId, 0, 10)).events.map(brief)).toEqual(['1 a', '2 b']);
  });

  it('says quickly that Redis is frozen, and goes on when it thaws', async () => {
    const { log } = await openRedisLog({ url: redis.url });
    const sessionId = newSession();
    const recorder = new Recorder();
    await log.listen(sessionId, recorder);
    await append(log, sessionId, ['a']);
    let frozenGaps = 0;
    process.kill(redis.pid ?? 0, 'SIGSTOP');
    try {
      await expectQuickly(() => Promise.all(Array.from({ length: 50 }, () => append(log, sessionId, ['b']))));
      await expectQuickly(() => log.read(sessionId, 0, 10));
      await until(() => recorder.gaps > 0);
      frozenGaps = recorder.gaps;
    } finally {
      process.kill(redis.pid ?? 0, 'SIGCONT');
    }
    await until(() => isBack(log));
    await until(() => recorder.gaps > frozenGaps);
    const { lastSeq } = await log.read(sessionId, 0, 1);
    await append(log, sessionId, ['c']);
    await until(() => recorder.heard.at(-1) === `${lastSeq + 1} c`);
  });

  it('starts without Redis, and comes to life with it', async () => {
    const server = await startRedis();
    onCleanUp(() => server.stop());
    await server.kill();
    const { log } = await openRedisLog({ url: server.url });
    const sessionId = newSession();
    const recorder = new Recorder();
    const stop = await log.listen(sessionId, recorder);
    await expectQuickly(() => append(log, sessionId, ['a']));
    await expectQuickly(() => log.forget(sessionId));
    await server.restart();
    await until(() => recorder.gaps > 0);
    await until(() => isBack(log));
    await append(log, sessionId, ['b']);
    await until(() => recorder.heard.length === 1);
    stop();
  });

  it('appends once when the connection is lost under an append', async () => {
    const relay = await openRelay(redis);
    const { log } = await openRedisLog({ url: `redis://127.0.0.1:${relay.port}` });
    const direct = (await openRedisLog({ url: redis.url })).log;
    const sessionId = newSession();
    await append(log, sessionId, ['first']);
    relay.delayMs = 200;
    const result = log.append({ sessionId, events: [said('a'), said('b')], floor: 0, epoch: null });
    await until(async () => (await direct.read(sessionId, 0, 10)).lastSeq === 3);
    // The answer is on its way, and never comes.
    relay.cut();
    relay.delayMs = 0;
    relay.mend();
    await append(direct, sessionId, ['c']);
    expect(await result).toMatchObject({ status: 'appended', events: [{ seq: 2 }, { seq: 3 }] });
    expect((await direct.read(sessionId, 0, 10)).events.map(brief)).toEqual(['1 first', '2 a', '3 b', '4 c']);
  });

  it('says that events may have been missed when the subscription is cut, and hears again', async () => {
    const relay = await openRelay(redis);
    const { log } = await openRedisLog({ url: redis.url, busUrl: `redis://127.0.0.1:${relay.port}` });
    const sessions = Array.from({ length: 5000 }, newSession);
    const recorders = sessions.map(() => new Recorder());
    await Promise.all(sessions.map((sessionId, n) => log.listen(sessionId, recorders[n]!)));
    const tellAll = async (word: string): Promise<void> => {
      for (let at = 0; at < sessions.length; at += 250) {
        await Promise.all(sessions.slice(at, at + 250).map((sessionId) => append(log, sessionId, [word])));
      }
    };
    const everyHeard = (n: number): Promise<void> => until(() => recorders.every(({ heard }) => heard.length === n));
    await tellAll('a');
    await everyHeard(1);
    const everyGap = async (): Promise<void> => {
      const before = recorders.map(({ gaps }) => gaps);
      await until(() => recorders.every(({ gaps }, n) => gaps > before[n]!));
    };
    relay.cut();
    await everyGap();
    relay.mend();
    await everyGap();
    await tellAll('b');
    await everyHeard(2);
  });
});

describe('signals', () => {
  it('reach every instance once, this one also without Redis', async () => {
    const relay = await openRelay(redis);
    const [one, other] = [
      await openRedisLog({ url: `redis://127.0.0.1:${relay.port}` }),
      await openRedisLog({ url: redis.url }),
    ];
    const [here, there]: [string[], string[]] = [[], []];
    one.signals.onSignal((sessionId, signal) => here.push(`${sessionId} ${signal}`));
    other.signals.onSignal((sessionId, signal) => there.push(`${sessionId} ${signal}`));
    await one.signals.send('s:1', 'stop');
    await other.signals.send('s:2', 'taken_over');
    await until(() => here.length === 2 && there.length === 2);
    expect(here.toSorted()).toEqual(['s:1 stop', 's:2 taken_over']);
    expect(there.toSorted()).toEqual(['s:1 stop', 's:2 taken_over']);
    relay.cut();
    await one.signals.send('s:1', 'interrupt');
    expect(here).toHaveLength(3);
  });
});
