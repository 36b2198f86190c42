import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { Agent, get, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { io } from 'socket.io-client';
import { ApiClient } from '../support/api-client.js';
import { type ChildApp, startChildApp } from '../support/child-app.js';
import { onCleanUp } from '../support/clean-up.js';
import { createTestDatabase } from '../support/databases.js';
import { startScriptedProvider } from '../support/scripted-provider.js';
import { tempFolder } from '../support/temp-folder.js';
import { until } from '../support/until.js';

const SETTINGS = { ENVIRONMENT: 'test', LOG_LEVEL: 'warn', ADMIN_API_KEY: 'the-key-of-the-shutdown-tests' };

async function startApp(settings: Record<string, string>): Promise<ChildApp> {
  const { env } = await createTestDatabase('embedded');
  return startChildApp({ ...SETTINGS, ...env, ...settings });
}

/** One request over `agent`, answered. */
async function ask(url: string, agent: Agent): Promise<{ status: number; connection: string | undefined }> {
  const [response] = (await once(get(url, { agent }), 'response')) as [IncomingMessage];
  await text(response);
  return { status: response.statusCode ?? 0, connection: response.headers.connection };
}

async function newSession(url: string): Promise<{ sessionId: string; token: string }> {
  const { body } = await new ApiClient(url).post<{ session: { sessionId: string }; token: string }>(
    '/api/v1/sessions',
    {},
  );
  return { sessionId: body.session.sessionId, token: body.token };
}

describe('A process that is told to end', () => {
  it('is not ready from then on, serves as long as others need to notice, and ends with 0', async () => {
    const app = await startApp({ SHUTDOWN_DELAY_SECONDS: '2' });
    const agent = new Agent({ keepAlive: true });
    // The first question to a database that has just been made may take longer than a probe waits.
    await until(async () => (await ask(`${app.url}/readyz`, agent)).status === 200);
    expect((await ask(`${app.url}/livez`, agent)).connection).toBe('keep-alive');
    const ended = app.stop('SIGTERM');
    await until(async () => (await ask(`${app.url}/readyz`, new Agent())).status === 503);
    expect(await ask(`${app.url}/livez`, agent)).toEqual({ status: 200, connection: 'close' });
    expect((await newSession(app.url)).token).not.toBe('');
    expect(await ended).toBe(0);
  });

  it('answers what comes on connections that are open, and takes no new ones', async () => {
    const app = await startApp({ SHUTDOWN_IDLE_SECONDS: '20' });
    const agents = [1, 2].map(() => new Agent({ keepAlive: true, maxSockets: 1 }));
    for (const agent of agents) await ask(`${app.url}/livez`, agent);
    const ended = app.stop('SIGTERM');
    await until(() =>
      fetch(`${app.url}/livez`).then(
        () => false,
        () => true,
      ),
    );
    for (const agent of agents)
      expect(await ask(`${app.url}/livez`, agent)).toEqual({ status: 200, connection: 'close' });
    // The last connection is gone, so nothing is waited for.
    expect(await ended).toBe(0);
  });

  it('leaves an answer that takes longer than the grace to the next process', async () => {
    const provider = await startScriptedProvider();
    let hangs = true;
    let asked = 0;
    provider.otherwise(async (turn) => {
      asked += 1;
      if (hangs) {
        await turn.closed;
        return;
      }
      turn.say('Answered by the next process.');
      turn.finish();
    });
    const { env } = await createTestDatabase('embedded');
    const settings = { ...SETTINGS, ...provider.env, GROUNDING_THRESHOLD: '0', SAMPLE_KNOWLEDGE: 'true', ...env };
    const first = await startChildApp({ ...settings, SHUTDOWN_GRACE_SECONDS: '1' });
    const { sessionId, token } = await newSession(first.url);
    const path = `/api/v1/chat/${sessionId}/messages`;
    const message = { message: 'What is your refund policy?', clientMessageId: 'held' };
    const api = new ApiClient(first.url);
    const answer = api.request('POST', path, message, { token });
    await until(() => asked > 0);
    const ended = first.stop('SIGTERM');
    const refused = await answer;
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
    expect(await refused.json()).toMatchObject({ code: 'shutting_down', retryable: true });
    expect(await ended).toBe(0);

    hangs = false;
    const next = await startChildApp(settings);
    const history = async (): Promise<readonly { role: string; message: string }[]> =>
      (await new ApiClient(next.url).get<{ data: { role: string; message: string }[] }>(path, { token })).body.data;
    await until(async () => (await history()).length === 2, 30_000);
    expect(await history()).toMatchObject([
      { role: 'customer', message: message.message },
      { role: 'agent', message: expect.stringContaining('Answered by the next process.') },
    ]);
    expect(await next.stop()).toBe(0);
  });

  it('lets sockets and event streams go, so that they come back elsewhere', async () => {
    const app = await startApp({});
    const { sessionId, token } = await newSession(app.url);
    const socket = io(`${app.url}/chat`, {
      path: '/ws',
      transports: ['websocket'],
      reconnection: false,
      auth: { token },
    });
    onCleanUp(async () => void socket.disconnect());
    await once(socket as unknown as NodeJS.EventEmitter, 'connect');
    const stream = await fetch(`${app.url}/api/v1/chat/${sessionId}/events`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const told = stream.text();
    const left = once(socket as unknown as NodeJS.EventEmitter, 'disconnect');
    const ended = app.stop('SIGTERM');
    // Not the server's own goodbye, after which the library would not come back.
    expect(await left).toContain('transport close');
    expect(await told).toMatch(/retry: \d{3,4}\n\n$/);
    expect(await ended).toBe(0);
  });

  it('ends at once when it is told twice', async () => {
    const app = await startApp({ SHUTDOWN_DELAY_SECONDS: '100' });
    const ended = app.stop('SIGTERM');
    await until(async () => (await fetch(`${app.url}/readyz`)).status === 503);
    expect(await app.stop('SIGTERM')).toBe(1);
    expect(await ended).toBe(1);
  });

  it('closes what it has opened when it is told before it is ready', async () => {
    const folder = tempFolder();
    const child = spawn(process.execPath, ['dist/main.js'], {
      env: { PATH: process.env.PATH ?? '', API_HOST: '127.0.0.1', API_PORT: '0', DATA_DIR: folder, ...SETTINGS },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    onCleanUp(async () => void child.kill('SIGKILL'));
    const [stdout, stderr] = [text(child.stdout), text(child.stderr)];
    const lock = join(folder, 'lock');
    await until(() => existsSync(lock), 30_000);
    await sleep(50);
    child.kill('SIGTERM');
    const [code] = (await once(child, 'exit')) as [number | null];
    expect([code, await stderr]).toEqual([1, 'Frontdesk was stopped before it was ready. Nothing is left open.\n']);
    expect(await stdout).not.toContain('Frontdesk is ready');
    expect(existsSync(lock)).toBe(false);
  });
});
