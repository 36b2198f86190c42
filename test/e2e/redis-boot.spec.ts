import { spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { type AgentResponseDto } from '../../src/chat/agent-response.dto.js';
import { type CreatedSessionDto } from '../../src/chat/sessions.dto.js';
import { ApiClient } from '../support/api-client.js';
import { startChildApp } from '../support/child-app.js';
import { onCleanUp } from '../support/clean-up.js';
import { startRedis, type TestRedis } from '../support/redis-server.mjs';
import { tempFolder } from '../support/temp-folder.js';

const SETTINGS = { ENVIRONMENT: 'test', LOG_LEVEL: 'info', ADMIN_API_KEY: 'k', SESSION_STORE_TYPE: 'redis' };

async function redis(...args: string[]): Promise<TestRedis> {
  const server = await startRedis({ args });
  onCleanUp(() => server.stop());
  return server;
}

const settings = (url: string): Record<string, string> => ({ ...SETTINGS, REDIS_URL: url });

describe('a start with a Redis that must not be used', () => {
  it('ends with one message that names the fix, and leaves nothing open', async () => {
    const { url } = await redis('--maxmemory-policy', 'allkeys-lru');
    const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/main.js'], {
      env: {
        PATH: process.env.PATH ?? '',
        API_HOST: '127.0.0.1',
        API_PORT: '0',
        DATA_DIR: 'memory://',
        ...settings(url),
      },
      encoding: 'utf8',
      timeout: 60_000,
    });
    expect(status).toBe(1);
    expect(stdout + stderr).toMatch(/Frontdesk cannot start/);
    expect(stdout + stderr).toMatch(/maxmemory-policy noeviction/);
  });
});

describe('a start without the Redis it was told of', () => {
  it('serves from the record, says so once, and uses Redis as soon as it is there', async () => {
    const server = await redis();
    await server.kill('SIGTERM');
    const app = await startChildApp({ DATA_DIR: tempFolder(), ...settings(server.url) });
    const api = new ApiClient(app.url);
    const mode = async (): Promise<string> => (await api.get<{ mode: string }>('/health/ready')).body.mode;
    expect(await mode()).toBe('no-redis');
    const created = await api.post<CreatedSessionDto>('/api/v1/sessions', {});
    expect(created.status).toBe(201);
    const { token, session } = created.body;
    const path = `/api/v1/chat/${session.sessionId}/messages`;
    const ask = () => api.post<AgentResponseDto>(path, { message: 'When is support open?' }, { token });
    expect((await ask()).body.metadata).toMatchObject({ degraded: ['no-redis'], messageCount: 1 });
    expect((await ask()).body.metadata).toMatchObject({ degraded: ['no-redis'], messageCount: 2 });
    expect((await api.get('/')).body).toMatchObject({ status: 'degraded', sessionStats: { connected: false } });
    expect((await api.get('/api/v1/sessions/stats', { apiKey: 'k' })).body).toMatchObject({
      code: 'store_unavailable',
    });
    expect((await api.delete(`/api/v1/sessions/${session.sessionId}`, { token })).status).toBe(503);

    await server.restart();
    for (let i = 0; i < 200 && (await mode()) !== 'full'; i += 1) await sleep(50);
    expect(await mode()).toBe('full');
    expect((await api.delete(`/api/v1/sessions/${session.sessionId}`, { token })).status).toBe(410);
    const next = await api.post<CreatedSessionDto>('/api/v1/sessions', {});
    const other = { token: next.body.token };
    const answer = await api.post<AgentResponseDto>(
      `/api/v1/chat/${next.body.session.sessionId}/messages`,
      { message: 'When is support open?' },
      other,
    );
    expect(answer.body.metadata).toMatchObject({ degraded: [], sessionStore: 'redis' });
    expect(app.output().match(/session_store_away/g)).toHaveLength(1);
    expect(await app.stop()).toBe(0);
  });
});
