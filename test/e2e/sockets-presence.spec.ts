import { describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { loadConfig } from '../../src/config/app-config.js';
import { MemoryPresenceBoard } from '../../src/chat/realtime/presence/memory-presence-board.js';
import { PRESENCE_TTL_MS, type PresenceBoard } from '../../src/chat/realtime/presence/presence-board.js';
import { RedisPresenceBoard } from '../../src/chat/realtime/presence/redis-presence-board.js';
import { type RedisClient } from '../../src/redis/redis-client.js';
import { RedisConnections } from '../../src/redis/redis-connections.js';
import { onCleanUp } from '../support/clean-up.js';
import { FakeClock } from '../support/fake-clock.js';
import { startRedis, startRedisCluster } from '../support/redis-server.mjs';
import { until } from '../support/until.js';

interface Board {
  readonly board: PresenceBoard;
  readonly client?: RedisClient;
}

const present = (customers: readonly string[], operators: readonly string[] = []) => ({
  customers: new Set(customers),
  operators: new Set(operators),
});

Logger.overrideLogger(false);

const clock = new FakeClock(Date.now());
let boards = 0;

async function openRedisBoard(url: string, prefix = `test:${(boards += 1)}:`): Promise<Board> {
  const config = loadConfig({ SESSION_STORE_TYPE: 'redis', REDIS_URL: url });
  const client = new RedisConnections(config).create('presence');
  onCleanUp(async () => {
    client.disconnect();
  });
  await client.connect();
  const board = new RedisPresenceBoard(client, prefix, clock);
  // A Cluster's nodes are connected by the first commands to them, which fail.
  await until(() =>
    board.leave().then(
      () => true,
      () => false,
    ),
  );
  return { board, client };
}

/** What every board promises to one instance. */
function describeBoard(name: string, open: () => Promise<Board>): void {
  describe(`a presence board (${name})`, () => {
    it('knows who is there now', async () => {
      const { board } = await open();
      expect(await board.ask(['s-1'])).toEqual({ customers: new Set(), operatorsOnline: 0 });
      await board.tell(present(['s-1', 's-2'], ['ada']));
      expect(await board.ask(['s-1', 's-3'])).toEqual({ customers: new Set(['s-1']), operatorsOnline: 1 });
      await board.tell(present(['s-2', 's-3'], ['bob', 'eve']));
      expect(await board.ask(['s-1', 's-2', 's-3'])).toEqual({
        customers: new Set(['s-2', 's-3']),
        operatorsOnline: 2,
      });
      await board.tell(present([]));
      expect(await board.ask(['s-2'])).toEqual({ customers: new Set(), operatorsOnline: 0 });
    });

    it('takes thousands at once', async () => {
      const { board } = await open();
      const all = Array.from({ length: 3000 }, (_, n) => `s-${n}`);
      await board.tell(present(all));
      expect((await board.ask([...all, 'other'])).customers.size).toBe(3000);
    });

    it('forgets an instance that leaves', async () => {
      const { board } = await open();
      await board.tell(present(['s-1'], ['ada']));
      await board.leave();
      expect(await board.ask(['s-1'])).toEqual({ customers: new Set(), operatorsOnline: 0 });
      await board.tell(present(['s-1'], ['ada']));
      expect(await board.ask(['s-1'])).toEqual({ customers: new Set(['s-1']), operatorsOnline: 1 });
    });
  });
}

const redis = startRedis();
const cluster = startRedisCluster();
onCleanUp(async () => (await redis).stop());
onCleanUp(async () => (await cluster).stop());

describeBoard('memory', async () => ({ board: new MemoryPresenceBoard() }));
describeBoard('Redis', async () => openRedisBoard((await redis).url));
describeBoard('Redis Cluster', async () => openRedisBoard((await cluster).url));

describe('the board in Redis', () => {
  it('counts a person once, however many instances they are connected to', async () => {
    const { url } = await redis;
    const [one, other] = [await openRedisBoard(url, 'shared:'), await openRedisBoard(url, 'shared:')];
    await one.board.tell(present(['s-1'], ['ada', 'bob']));
    await other.board.tell(present(['s-1', 's-2'], ['ada']));
    const seen = { customers: new Set(['s-1', 's-2']), operatorsOnline: 2 };
    expect(await one.board.ask(['s-1', 's-2'])).toEqual(seen);
    // Who is at two and leaves one is still there.
    await one.board.tell(present([], ['bob']));
    expect(await one.board.ask(['s-1', 's-2'])).toEqual(seen);
  });

  it('loses an instance that stops writing, and no other', async () => {
    const { url } = await redis;
    const [dead, alive] = [await openRedisBoard(url, 'crash:'), await openRedisBoard(url, 'crash:')];
    await dead.board.tell(present(['s-1'], ['ada']));
    await alive.board.tell(present(['s-2'], ['bob']));
    clock.advance(PRESENCE_TTL_MS - 15_000);
    await alive.board.tell(present(['s-2'], ['bob']));
    expect(await alive.board.ask(['s-1', 's-2'])).toMatchObject({ operatorsOnline: 2 });
    clock.advance(20_000);
    expect(await alive.board.ask(['s-1', 's-2'])).toEqual({ customers: new Set(['s-2']), operatorsOnline: 1 });
    const ttls = await alive
      .client!.keys('crash:*')
      .then((keys) => Promise.all(keys.map((key) => alive.client!.pttl(key))));
    // All but the list of instances run out by themselves.
    expect(ttls.filter((ttl) => ttl > 0 && ttl <= PRESENCE_TTL_MS).length).toBeGreaterThanOrEqual(4);
  });

  it('is written anew after Redis was away and has lost everything', async () => {
    const own = await startRedis();
    onCleanUp(() => own.stop());
    const { board, client } = await openRedisBoard(own.url);
    await board.tell(present(['s-1'], ['ada']));
    await own.kill();
    await until(() => client!.status !== 'ready');
    await expect(board.tell(present(['s-1', 's-2'], ['ada']))).rejects.toThrow();
    await expect(board.ask(['s-1'])).rejects.toThrow();
    await own.restart();
    await until(() => client!.status === 'ready');
    await board.tell(present(['s-1', 's-2'], ['ada']));
    expect(await board.ask(['s-1', 's-2'])).toEqual({ customers: new Set(['s-1', 's-2']), operatorsOnline: 1 });

    // Lost without a lost connection: noticed with the next sign of life.
    await client!.flushall();
    clock.advance(10_000);
    await board.tell(present(['s-1', 's-2'], ['ada']));
    expect(await board.ask(['s-1', 's-2'])).toEqual({ customers: new Set(['s-1', 's-2']), operatorsOnline: 1 });
  });
});
