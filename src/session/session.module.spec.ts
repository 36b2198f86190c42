import { describe, expect, it } from '@jest/globals';
import { Test, type TestingModule } from '@nestjs/testing';
import { loadConfig } from '../config/app-config.js';
import { ConfigModule } from '../config/config.module.js';
import { StoreUnavailable } from './session.errors.js';
import { SessionLeases } from './session-lease.js';
import { SESSION_STORE, type SessionStore } from './session-store.js';
import { SessionTokens } from './session-tokens.js';
import { SessionModule } from './session.module.js';

async function start(): Promise<TestingModule> {
  const config = loadConfig({
    AUTH_TOKEN_SECRET: 'a-secret-of-at-least-32-characters',
    SESSION_TIMEOUT_SECONDS: '60',
    SESSION_ABSOLUTE_TIMEOUT_SECONDS: '600',
    SESSION_MAX_SESSIONS: '7',
  });
  const app = await Test.createTestingModule({ imports: [ConfigModule.register(config), SessionModule] }).compile();
  return app.init();
}

describe('SessionModule', () => {
  it('builds everything from the configuration, on one store', async () => {
    const app = await start();
    const store = app.get<SessionStore>(SESSION_STORE, { strict: false });
    const created = await store.create({ sessionId: 's', threadId: 't' });
    if (!('session' in created)) throw new Error(created.status);
    const { session } = created;
    expect(session).toMatchObject({ idleMs: 60_000, absoluteExpiresAt: session.createdAt + 600_000 });
    expect(await store.getStats()).toMatchObject({ storeType: 'in_memory', activeSessions: 1, maxSessions: 7 });

    const held = await app.get(SessionLeases).hold('s', { onBusy: 'reject' });
    expect(await store.acquire('s', { leaseMs: 1 })).toMatchObject({ status: 'held' });
    await held.release();

    const tokens = app.get(SessionTokens);
    const { token, expiresAt } = await tokens.issue('s');
    expect(await tokens.verify(token)).toMatchObject({ sessionId: 's', expiresAt });
    await app.close();
  });

  it('closes the store with the application', async () => {
    const app = await start();
    const store = app.get<SessionStore>(SESSION_STORE, { strict: false });
    await store.ping();
    await app.close();
    await expect(store.ping()).rejects.toThrow(StoreUnavailable);
  });
});
