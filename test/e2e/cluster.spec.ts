import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { createInterface } from 'node:readline';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { io } from 'socket.io-client';
import { ApiClient } from '../support/api-client.js';
import { onCleanUp } from '../support/clean-up.js';
import { type Cluster, startCluster } from '../support/cluster.mjs';
import { createTestDatabase } from '../support/databases.js';
import { until } from '../support/until.js';

interface NewSession {
  readonly session: { readonly sessionId: string };
  readonly token: string;
}

describe('A cluster behind the nginx file of a deployment', () => {
  let cluster: Cluster;
  let api: ApiClient;
  beforeAll(async () => {
    const { env } = await createTestDatabase('postgres');
    const databaseUrl = env.DATABASE_URL ?? null;
    cluster = await startCluster({ instances: 2, env: { LOG_LEVEL: 'warn' }, databaseUrl });
    onCleanUp(() => cluster.stop());
    api = new ApiClient(cluster.url);
  });

  const newSession = async (): Promise<{ sessionId: string; token: string }> => {
    const { status, body } = await api.post<NewSession>('/api/v1/sessions', {});
    expect(status).toBe(201);
    return { sessionId: body.session.sessionId, token: body.token };
  };

  it('spreads requests over the instances, and knows each by its id', async () => {
    for (let n = 0; n < 30; n += 1) {
      const { status, headers } = await api.get('/readyz', { headers: { 'x-request-id': `spread-${n}` } });
      expect([status, headers.get('x-request-id')]).toEqual([200, `spread-${n}`]);
    }
    expect((await api.get('/readyz')).headers.get('x-request-id')).toMatch(/^[0-9a-f]{32}$/);
    const log = (await readFile(`${cluster.logs}/nginx.log`, 'utf8')).split('\n');
    const served = log.flatMap((line) => / from (\S+) spread-\d+$/.exec(line)?.[1] ?? []);
    expect(served).toHaveLength(30);
    expect(new Set(served)).toEqual(new Set(cluster.instances.map(({ url }) => new URL(url).host)));
  });

  it('serves a session on every instance, also by a connection that polls', async () => {
    const session = await newSession();
    for (const { url } of cluster.instances) {
      const path = `/api/v1/sessions/${session.sessionId}`;
      expect((await new ApiClient(url).get(path, { token: session.token })).status).toBe(200);
    }
    for (const transport of ['polling', 'websocket']) {
      const socket = io(`${cluster.url}/chat`, {
        ...{ path: '/ws', transports: [transport], forceNew: true, auth: { token: session.token, lastSeq: 0 } },
      });
      onCleanUp(async () => void socket.disconnect());
      const ack: unknown = await socket.timeout(10_000).emitWithAck('sync', { afterSeq: 0 });
      expect(ack).toMatchObject({ ok: true, data: { lastSeq: 0, reset: false } });
      socket.disconnect();
    }
  });

  it('keeps the figures of the instances inside', async () => {
    expect((await api.get('/metrics')).status).toBe(404);
  });

  it('loses no instance to somebody who asks for upgrades where there are none', async () => {
    for (let n = 0; n < 12; n += 1) {
      const asked = request(`${cluster.url}/readyz`, {
        headers: { connection: 'upgrade', upgrade: 'websocket' },
      }).end();
      const [{ statusCode }] = (await once(asked, 'response')) as [{ statusCode: number }];
      expect(statusCode).toBe(200);
    }
  });

  it('sends what one instance refuses to the other, and takes it back when it serves again', async () => {
    const [first] = cluster.instances;
    const { pid } = first!;
    await first!.kill();
    for (let n = 0; n < 8; n += 1) await newSession();
    await first!.restart();
    expect(first!.pid).not.toBe(pid);
    const { host } = new URL(first!.url);
    await until(async () => {
      await api.get('/readyz', { headers: { 'x-request-id': 'back' } });
      return (await readFile(`${cluster.logs}/nginx.log`, 'utf8')).includes(` from ${host} back\n`);
    });
  });
});

it('npm run cluster tells where everything is, and leaves nothing behind', async () => {
  const child = spawn(process.execPath, ['cluster/run.mjs', '--instances', '2'], { stdio: ['pipe', 'pipe', 'ignore'] });
  onCleanUp(async () => void child.kill('SIGKILL'));
  const told: { what: string; url: string; pid?: number; adminKey?: string }[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    told.push(JSON.parse(line) as (typeof told)[number]);
    if (told.length === 3) break;
  }
  expect(told.map(({ what }) => what)).toEqual(['cluster', 'instance-1', 'instance-2']);
  const { url, adminKey } = told[0]!;
  const listed = await new ApiClient(url).get('/api/v1/sessions/stats', { apiKey: adminKey! });
  expect([listed.status, listed.body]).toMatchObject([200, { storeType: 'redis' }]);
  child.kill('SIGINT');
  const [code] = (await once(child, 'exit')) as [number | null];
  expect(code).toBe(0);
  for (const { pid } of told.slice(1)) expect(() => process.kill(pid!, 0)).toThrow('ESRCH');
}, 120_000);
