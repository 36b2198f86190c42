import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { type Clock, SystemClock } from '../../src/common/clock.js';
import { SessionLeases } from '../../src/session/session-lease.js';
import { type SessionStore } from '../../src/session/session-store.js';
import { LINE_SILENCE_MS } from '../../src/session/session-limits.js';
import { SessionNotFound } from '../../src/session/session.errors.js';
import { commandCounts } from '../support/command-counts.js';
import { FakeClock } from '../support/fake-clock.js';
import { startRedis, type TestRedis } from '../support/redis-server.mjs';
import { connectRedis, type RedisStores } from '../support/redis-stores.js';
import { RepeatingRunner } from '../support/repeating-runner.js';
import { until } from '../support/until.js';

const queue = { onBusy: 'queue' } as const;
const reject = { onBusy: 'reject' } as const;
const LEASE_MS = 3000;
const TERMS = { leaseMs: LEASE_MS, maxHoldMs: 120_000, maxWaiters: 1000 };

/** One process of the desk, with a connection of its own. */
class Instance {
  readonly leases: SessionLeases;
  private readonly stood = new Set<string>();
  private freezing: PromiseWithResolvers<undefined> | null = null;
  private heard = Promise.withResolvers<undefined>();

  constructor(
    readonly connection: RedisStores,
    keyPrefix: string,
    { clock, loses = () => false }: { readonly clock: Clock; readonly loses?: () => boolean },
  ) {
    const runner = new RepeatingRunner(connection.runner, loses);
    const store = connection.store({ keyPrefix, runner });
    this.leases = new SessionLeases(this.watched(store), clock, TERMS);
  }

  /** Resolves when one more waiter stands in line, or was served without. */
  async arrival(): Promise<void> {
    const before = this.stood.size;
    while (this.stood.size === before) await this.heard.promise;
  }

  /** Nothing that it asks gets out of it any more. */
  freeze(): void {
    this.freezing = Promise.withResolvers();
  }

  thaw(): void {
    this.freezing?.resolve(undefined);
    this.freezing = null;
  }

  private watched(real: SessionStore): SessionStore {
    return new Proxy(real, {
      get: (_, name: keyof SessionStore) => async (id: string, options: { waiters?: string[] }) => {
        await this.freezing?.promise;
        const answer = await (real[name] as (...given: unknown[]) => Promise<unknown>).call(real, id, options);
        await this.freezing?.promise;
        if (name === 'acquire') for (const waiter of options.waiters ?? []) this.stood.add(waiter);
        this.heard.resolve(undefined);
        this.heard = Promise.withResolvers();
        return answer;
      },
    });
  }
}

describe('the line for a session over several processes', () => {
  let server: TestRedis;
  let admin: Redis;
  /** Order is shown while time stands still: however slow this machine is, nobody is taken for dead. */
  const still = new FakeClock(new SystemClock().now());
  const timeless: RedisStores[] = [];
  const timed: RedisStores[] = [];
  let keyPrefix: string;
  let sessionId: string;
  let served: string[];

  beforeAll(async () => {
    server = await startRedis();
    admin = new Redis(server.url);
    for (let i = 0; i < 3; i += 1) {
      timeless.push(await connectRedis(server.url, still));
      timed.push(await connectRedis(server.url));
    }
  });
  afterAll(async () => {
    for (const connection of [...timeless, ...timed]) connection.close();
    admin.disconnect();
    await server.stop();
  });
  beforeEach(async () => {
    keyPrefix = `line-${randomUUID()}:`;
    sessionId = randomUUID();
    served = [];
    await timed[0]!.store({ keyPrefix }).create({ sessionId, threadId: 't' });
  });

  const instance = (number: number, loses?: () => boolean): Instance =>
    new Instance(timeless[number]!, keyPrefix, { clock: still, ...(loses && { loses }) });
  const timedInstance = (number: number): Instance =>
    new Instance(timed[number]!, keyPrefix, { clock: new SystemClock() });

  async function keyOfSession(): Promise<string> {
    const [key = ''] = await admin.keys(`${keyPrefix}*:h:${sessionId}`);
    return key;
  }

  /** A message that comes to an instance; resolves when it stands in line. `turn`: when it was answered. */
  async function arrive(at: Instance, name: string, workMs = 0): Promise<{ readonly turn: Promise<void> }> {
    const arrival = at.arrival();
    const turn = at.leases.withSession(sessionId, queue, async () => {
      served.push(name);
      await sleep(workMs);
    });
    // A turn that fails is reported where it is awaited.
    turn.catch(() => undefined);
    await arrival;
    return { turn };
  }

  async function serve200(instances: readonly Instance[]): Promise<void> {
    const names = Array.from({ length: 200 }, (_, i) => `message ${i}`);
    const turns: Promise<void>[] = [];
    for (const name of names) {
      const at = instances[Math.floor(Math.random() * instances.length)]!;
      turns.push((await arrive(at, name, Math.random() * 3)).turn);
    }
    await Promise.all(turns);
    expect(served).toEqual(names);
  }

  it('serves who came first anywhere: A1 A2 B1 A3', async () => {
    const [a, b] = [instance(0), instance(1)];
    const held = await b.leases.hold(sessionId, queue);
    const turns = [];
    for (const [at, name] of [
      [a, 'A1'],
      [a, 'A2'],
      [b, 'B1'],
      [a, 'A3'],
    ] as const) {
      turns.push((await arrive(at, name)).turn);
    }
    await held.release();
    await Promise.all(turns);
    expect(served).toEqual(['A1', 'A2', 'B1', 'A3']);
  });

  it('serves 200 random arrivals at three processes in their order', async () => {
    await serve200([instance(0), instance(1), instance(2)]);
  }, 60_000);

  it('keeps that order when answers are lost and the server forgets the scripts', async () => {
    const loses = (): boolean => Math.random() < 0.3;
    const flushing = setInterval(() => void admin.script('FLUSH'), 100);
    await serve200([instance(0, loses), instance(1, loses), instance(2, loses)]).finally(() => {
      clearInterval(flushing);
    });
  }, 60_000);

  it('passes by a process that is frozen; when it is back it stands at the end', async () => {
    const [a, b, frozen] = [timedInstance(0), timedInstance(1), timedInstance(2)];
    const held = await a.leases.hold(sessionId, queue);
    const asleep = [await arrive(frozen, 'F1'), await arrive(frozen, 'F2')];
    const awake = await arrive(b, 'B1');
    frozen.freeze();
    await held.release();
    await awake.turn;
    const late = await a.leases.hold(sessionId, queue);
    const behind = await arrive(b, 'B2');
    frozen.thaw();
    const places = async (): Promise<number> =>
      ((await admin.hget(await keyOfSession(), '~w')) ?? '').split(' ').length / 2;
    await until(async () => (await places()) === 3);
    await late.release();
    await Promise.all([behind.turn, ...asleep.map(({ turn }) => turn)]);
    expect(served).toEqual(['B1', 'B2', 'F1', 'F2']);
  });

  it('passes by a process that died in line, and takes the session from one that died with it', async () => {
    const [a, b] = [timedInstance(0), timedInstance(1)];
    const dying = new Instance(await connectRedis(server.url), keyPrefix, { clock: new SystemClock() });
    await dying.leases.hold(sessionId, queue);
    await arrive(dying, 'D1');
    const turns = [await arrive(a, 'A1'), await arrive(b, 'B1')];
    dying.freeze();
    dying.connection.close();
    const died = performance.now();
    await Promise.all(turns.map(({ turn }) => turn));
    expect(served).toEqual(['A1', 'B1']);
    expect(performance.now() - died).toBeLessThan(LEASE_MS + LINE_SILENCE_MS + 10_000);
  });

  it('is stood in again by all who wait when it is lost', async () => {
    const [a, b] = [instance(0), instance(1)];
    const held = await a.leases.hold(sessionId, queue);
    const turns = [await arrive(b, 'B1'), await arrive(b, 'B2'), await arrive(a, 'A1')];
    const key = await keyOfSession();
    await admin.hdel(key, '~w');
    await held.release();
    await Promise.all(turns.map(({ turn }) => turn));
    expect(served.filter((name) => name !== 'A1')).toEqual(['B1', 'B2']);
    expect(await admin.hexists(key, '~w')).toBe(0);
  });

  it('ends with its session, and says so to all who wait', async () => {
    const [a, b] = [instance(0), instance(1)];
    await a.leases.hold(sessionId, queue);
    const waiting = await arrive(b, 'B1');
    await admin.del(...(await admin.keys(`${keyPrefix}*`)));
    await expect(waiting.turn).rejects.toThrow(SessionNotFound);
  });

  it('is left by who gives up, and refuses who would not stand in it', async () => {
    const [a, b] = [instance(0), instance(1)];
    const held = await a.leases.hold(sessionId, queue);
    const controller = new AbortController();
    const leaving = b.leases.hold(sessionId, { ...queue, signal: controller.signal });
    await b.arrival();
    const staying = await arrive(a, 'A1', 50);
    controller.abort(new Error('the customer hung up'));
    await expect(leaving).rejects.toThrow('the customer hung up');
    const released = held.release();
    await expect(b.leases.hold(sessionId, reject)).rejects.toMatchObject({ code: 'conversation_busy' });
    await released;
    await staying.turn;
    await (await b.leases.hold(sessionId, reject)).release();
    expect(served).toEqual(['A1']);
  });

  it('costs one call where nobody waits, and one look at a time for all who wait at a process', async () => {
    const [a, b] = [instance(0), instance(1)];
    const calls = async (): Promise<number> => (await commandCounts(admin)).get('evalsha') ?? 0;
    await (await a.leases.hold(sessionId, queue)).release();
    await admin.config('RESETSTAT');
    const held = await a.leases.hold(sessionId, queue);
    expect(await calls()).toBe(1);
    const turns = Array.from({ length: 100 }, () => b.leases.withSession(sessionId, queue, async () => undefined));
    await b.arrival();
    await admin.config('RESETSTAT');
    await sleep(1000);
    // The joins that were still on their way, and a look every 50 ms.
    expect(await calls()).toBeLessThan(150);
    await admin.config('RESETSTAT');
    await sleep(1000);
    expect(await calls()).toBeLessThan(60);
    await held.release();
    await Promise.all(turns);
  });
});
