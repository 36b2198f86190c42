import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { Redis } from 'ioredis';
import { RedisConnections } from '../../src/redis/redis-connections.js';
import { type RedisSessionStore } from '../../src/session/redis-session-store.js';
import { StoreUnavailable } from '../../src/session/session.errors.js';
import { metrics } from '../../src/telemetry/metrics.js';
import { onCleanUp } from '../support/clean-up.js';
import { countUnderKills } from '../support/count-under-kills.js';
import { startRedis, startRedisCluster } from '../support/redis-server.mjs';
import { startSentinel } from '../support/redis-sentinel.js';
import { freePort } from '../support/free-port.js';
import { connectRedis } from '../support/redis-stores.js';
import { openRelay } from '../support/relay.js';
import { tempFolder } from '../support/temp-folder.js';
import { until } from '../support/until.js';

async function redis(...args: string[]): ReturnType<typeof startRedis> {
  const server = await startRedis({ args });
  onCleanUp(() => server.stop());
  return server;
}

async function connect(url: string): ReturnType<typeof connectRedis> {
  const stores = await connectRedis(url);
  onCleanUp(async () => {
    stores.close();
  });
  return stores;
}

function adminOf(port: number): Redis {
  const admin = new Redis(port, '127.0.0.1');
  onCleanUp(async () => {
    admin.disconnect();
  });
  return admin;
}

Logger.overrideLogger(['error']);

describe('connections to Redis', () => {
  it('are named, shown in a metric, and closed with the application', async () => {
    const server = await redis();
    const relay = await openRelay(server);
    const nodes = [{ host: '127.0.0.1', port: relay.port }];
    const config = {
      topology: 'standalone',
      nodes,
      db: 3,
      tls: false,
      connectTimeoutMs: 500,
      socketTimeoutMs: 3000,
    } as const;
    const connections = new RedisConnections({ redis: config });
    const client = connections.create('clerk');
    const shown = async (): Promise<boolean> =>
      (await metrics.getSingleMetricAsString('frontdesk_redis_connection_up')).includes('{name="clerk"} 1');
    await client.connect();
    expect(await adminOf(server.port).client('LIST')).toMatch(/name=frontdesk:clerk .*db=3 /);
    expect(await shown()).toBe(true);
    relay.cut();
    await until(async () => !(await shown()));
    relay.mend();
    await until(shown);
    client.disconnect();
  });

  it('are refused without a configuration', () => {
    expect(() => new RedisConnections({ redis: null }).create('clerk')).toThrow('REDIS_URL');
  });
});

describe('Redis over TLS', () => {
  it('must show a certificate that this machine trusts', async () => {
    const folder = tempFolder();
    const [key, cert, port] = [join(folder, 'key.pem'), join(folder, 'cert.pem'), await freePort()];
    const request = [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-days',
      '2',
    ];
    const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost'];
    await promisify(execFile)('openssl', [...request, ...names, '-keyout', key, '-out', cert]);
    await redis('--tls-port', `${port}`, '--tls-cert-file', cert, '--tls-key-file', key, '--tls-auth-clients', 'no');

    const nodes = [{ host: '127.0.0.1', port }];
    const config = {
      topology: 'standalone',
      nodes,
      db: 0,
      tls: true,
      connectTimeoutMs: 500,
      socketTimeoutMs: 3000,
    } as const;
    const connections = new RedisConnections({ redis: config });
    const stranger = connections.create('stranger');
    onCleanUp(async () => {
      stranger.disconnect();
    });
    const refusal = new Promise<Error>((resolve) => stranger.once('error', resolve));
    await expect(stranger.connect()).rejects.toThrow();
    expect((await refusal).message).toMatch(/self-signed/);

    const trusted = getCACertificates('default');
    setDefaultCACertificates([...trusted, await readFile(cert, 'utf8')]);
    const store = (await connect(`rediss://127.0.0.1:${port}`)).store();
    setDefaultCACertificates(trusted);
    await expect(store.create({ sessionId: 's', threadId: 't' })).resolves.toMatchObject({ status: 'applied' });
  });
});

describe('Redis behind a Sentinel', () => {
  it('is followed to the next master', async () => {
    const master = await redis();
    const replica = await redis('--replicaof', `127.0.0.1 ${master.port}`);
    const admin = adminOf(replica.port);
    await until(async () => (await admin.info('replication')).includes('master_link_status:up'));
    const sentinel = await startSentinel('desk', master);
    const store = (await connect(`redis+sentinel://127.0.0.1:${sentinel.port}/desk`)).store();
    await store.create({ sessionId: 's', threadId: 't' });
    await until(async () => (await admin.dbsize()) > 0);
    await until(() => sentinel.knowsReplica());

    await master.kill();
    const isCounted = (): Promise<boolean> =>
      store.incrementCounter('s', 'messageCount', 1).then(
        () => true,
        () => false,
      );
    await until(isCounted, 15_000);
    expect((await admin.info('replication')).includes('role:master')).toBe(true);
  }, 30_000);
});

describe('a Redis Cluster', () => {
  const ids = Array.from({ length: 12 }, (_, i) => `s${i}`);
  let cluster: Awaited<ReturnType<typeof startRedisCluster>>;
  let store: RedisSessionStore;

  beforeAll(async () => {
    cluster = await startRedisCluster();
    onCleanUp(() => cluster.stop());
    store = (await connect(cluster.url)).store();
    for (const sessionId of ids) await store.create({ sessionId, threadId: 't' });
  }, 20_000);

  it('counts each increment once while its connections are killed', async () => {
    let next = 0;
    const { acknowledged, unknown } = await countUnderKills(
      cluster.nodes.map(({ port }) => adminOf(port)),
      () => store.incrementCounter(ids[(next += 1) % ids.length] ?? '', 'messageCount', 1),
    );
    expect(unknown).toBe(0);
    let counted = 0;
    for (const sessionId of ids) {
      const found = await store.get(sessionId);
      counted += found.status === 'found' ? found.session.messageCount : NaN;
    }
    expect(counted).toBe(acknowledged);
  });

  it.each([1, 3])('goes on after %i of its nodes stood still', async (count) => {
    const pids = cluster.servers.slice(0, count).map(({ pid }) => pid ?? 0);
    const move = (signal: NodeJS.Signals): void => {
      for (const pid of pids) process.kill(pid, signal);
    };
    const reads = (): Promise<PromiseSettledResult<unknown>[]> =>
      Promise.allSettled(ids.map((sessionId) => store.get(sessionId)));
    move('SIGSTOP');
    const started = performance.now();
    const results = await reads();
    expect(performance.now() - started).toBeLessThan(1500);
    const failed = results.filter(({ status }) => status === 'rejected');
    expect(failed.length).toBeGreaterThan(0);
    for (const { reason } of failed as PromiseRejectedResult[]) expect(reason).toBeInstanceOf(StoreUnavailable);
    if (count === 1) expect(failed.length).toBeLessThan(ids.length);
    move('SIGCONT');
    await until(async () => (await reads()).every(({ status }) => status === 'fulfilled'), 3000);
  });
});
