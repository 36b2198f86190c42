import { beforeAll, describe, expect, it } from '@jest/globals';
import { type CreatedKeyDto, type KeyPageDto } from '../../src/auth/keys.dto.js';
import { type ApiAnswer, type ApiOptions } from '../support/api-client.js';
import { createTestDatabase, DATABASE_KINDS } from '../support/databases.js';
import { FakeClock } from '../support/fake-clock.js';
import { connectOperator } from '../support/socket-client.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { until } from '../support/until.js';

interface Problem {
  readonly code: string;
  readonly detail: string;
}

const KEYS = '/api/v1/keys';

const create = (desk: TestApp, body: object, options?: ApiOptions): Promise<ApiAnswer<CreatedKeyDto>> =>
  desk.api.post<CreatedKeyDto>(KEYS, body, { apiKey: desk.adminKey, ...options });

const list = async (desk: TestApp): Promise<KeyPageDto> =>
  (await desk.api.get<KeyPageDto>(`${KEYS}?limit=200`, { apiKey: desk.adminKey })).body;

const revoke = (desk: TestApp, keyId: string, apiKey = desk.adminKey): Promise<ApiAnswer<Problem>> =>
  desk.api.delete<Problem>(`${KEYS}/${keyId}`, { apiKey });

describe.each(DATABASE_KINDS)('API keys (%s)', (kind) => {
  let desk: TestApp;
  let clock: FakeClock;
  const statusWith = async (apiKey: string): Promise<number> =>
    (await desk.api.get('/api/v1/tickets', { apiKey })).status;

  beforeAll(async () => {
    clock = new FakeClock(Date.now());
    desk = await startTestApp({ database: kind, clock, sampleKnowledge: false });
  });

  it('are made, shown once, used within their scopes, and listed without themselves', async () => {
    const made = await create(desk, { name: ' night shift ', scopes: ['operator'] });
    expect(made.status).toBe(201);
    const { key, ...record } = made.body;
    expect(key).toMatch(/^fd_[\w-]{43}$/);
    expect(record).toMatchObject({ name: 'night shift', prefix: key.slice(0, 7), scopes: ['operator'] });
    expect(record).toMatchObject({ expiresAt: null, lastUsedAt: null, revokedAt: null });
    expect(await statusWith(key)).toBe(200);
    expect((await create(desk, { name: 'x', scopes: ['chat'] }, { apiKey: key })).status).toBe(403);
    const listed = await list(desk);
    expect(listed.data.find(({ keyId }) => keyId === record.keyId)).toMatchObject({ name: 'night shift' });
    expect(JSON.stringify(listed)).not.toContain(key);
  });

  it('are listed page by page, each once', async () => {
    for (let n = 0; n < 5; n += 1) await create(desk, { name: `page ${n}`, scopes: ['chat'] });
    const all = (await list(desk)).data.map(({ keyId }) => keyId);
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await desk.api.get<KeyPageDto>(`${KEYS}?limit=2${cursor}`, { apiKey: desk.adminKey });
      seen.push(...body.data.map(({ keyId }) => keyId));
      expect(body.hasMore).toBe(body.nextCursor !== null);
      cursor = body.nextCursor === null ? '' : `&cursor=${body.nextCursor}`;
    } while (cursor !== '');
    expect(seen).toEqual(all);
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('open nothing once they are revoked, for good, and their row stays', async () => {
    const { key, keyId } = (await create(desk, { name: 'lost laptop', scopes: ['operator'] })).body;
    expect(await statusWith(key)).toBe(200);
    expect((await revoke(desk, keyId)).status).toBe(204);
    expect(await statusWith(key)).toBe(401);
    const revokedAt = (await list(desk)).data.find((one) => one.keyId === keyId)?.revokedAt;
    expect(revokedAt).toEqual(expect.any(String));
    clock.advance(5000);
    expect((await revoke(desk, keyId)).status).toBe(204);
    expect((await list(desk)).data.find((one) => one.keyId === keyId)?.revokedAt).toBe(revokedAt);
  });

  it('open nothing from the moment they expire', async () => {
    const expiresAt = new Date(clock.now() + 60_000).toISOString();
    const { key, expiresAt: told } = (await create(desk, { name: 'trial', scopes: ['operator'], expiresAt })).body;
    expect(told).toBe(expiresAt);
    clock.advance(59_999);
    expect(await statusWith(key)).toBe(200);
    clock.advance(1);
    expect(await statusWith(key)).toBe(401);
  });

  it('note their last use, about once a minute', async () => {
    const { key, keyId } = (await create(desk, { name: 'robot', scopes: ['operator'] })).body;
    const lastUse = async (): Promise<string | null | undefined> =>
      (await list(desk)).data.find((one) => one.keyId === keyId)?.lastUsedAt;
    const first = new Date(clock.now()).toISOString();
    await statusWith(key);
    await until(async () => (await lastUse()) === first);
    clock.advance(30_000);
    await statusWith(key);
    clock.advance(31_000);
    await statusWith(key);
    // Uses are written in their order, so the one in between was not, or it would have been seen here first.
    await until(async () => (await lastUse()) !== first);
    expect(await lastUse()).toBe(new Date(clock.now()).toISOString());
  });

  it.each([
    [{ scopes: ['chat'] }, 'name'],
    [{ name: ' ', scopes: ['chat'] }, 'name'],
    [{ name: 'x'.repeat(101), scopes: ['chat'] }, 'name'],
    [{ name: 'x', scopes: [] }, 'scopes'],
    [{ name: 'x', scopes: ['owner'] }, 'scopes'],
    [{ name: 'x', scopes: ['chat', 'chat'] }, 'scopes'],
    [{ name: 'x', scopes: ['chat'], expiresAt: '2020-01-01T00:00:00Z' }, 'expiresAt'],
    [{ name: 'x', scopes: ['chat'], expiresAt: 'tomorrow' }, 'expiresAt'],
    [{ name: 'x', scopes: ['chat'], key: 'mine' }, 'key'],
  ])('refuses %j and names the field', async (body, field) => {
    const answer = await create(desk, body);
    expect([answer.status, answer.body]).toMatchObject([400, { errors: [{ field }] }]);
  });

  it('of the environment and unknown ones are not revoked', async () => {
    expect(await revoke(desk, 'environment')).toMatchObject({ status: 409, body: { code: 'conflict' } });
    expect(await revoke(desk, 'key_nobody')).toMatchObject({ status: 404 });
  });

  it('end the consoles that were opened with them within seconds', async () => {
    const { key, keyId } = (await create(desk, { name: 'temp', scopes: ['operator'] })).body;
    const console = connectOperator(desk.url, { apiKey: key, name: 'Tim' });
    expect(await console.settled()).toBeUndefined();
    await revoke(desk, keyId);
    clock.advance(10_000);
    await until(() => console.disconnects.length > 0);
    expect(console.heard('auth.expired')).toMatchObject([{ status: 401, code: 'unauthenticated' }]);
  });
});

describe('the last admin key of a desk without ADMIN_API_KEY', () => {
  it.each(DATABASE_KINDS)('stays, also when the last two are revoked at once (%s)', async (kind) => {
    // Makes the keys; the second start, on the same database, does without the variable.
    const database = await createTestDatabase(kind);
    const clock = new FakeClock(Date.now() - 3_600_000);
    const before = await startTestApp({ database, sampleKnowledge: false, clock });
    const admins = [];
    for (const name of ['one', 'two']) admins.push((await create(before, { name, scopes: ['admin'] })).body);
    await create(before, { name: 'gone', scopes: ['admin'], expiresAt: new Date(clock.now() + 1000).toISOString() });
    await before.close();
    const desk = await startTestApp({ database, sampleKnowledge: false, ADMIN_API_KEY: '' });
    const statuses = await Promise.all(admins.map(async ({ key, keyId }) => (await revoke(desk, keyId, key)).status));
    const survivor = admins[statuses.indexOf(409)];
    expect(statuses.toSorted()).toEqual([204, 409]);
    const refused = await revoke(desk, survivor?.keyId ?? '', survivor?.key);
    expect([refused.status, refused.body.detail]).toEqual([409, expect.stringContaining('ADMIN_API_KEY')]);
    // With another one made first it may go, by its own hand.
    const next = (await create(desk, { name: 'next', scopes: ['admin'] }, { apiKey: survivor?.key ?? '' })).body;
    expect((await revoke(desk, survivor?.keyId ?? '', survivor?.key)).status).toBe(204);
    expect((await desk.api.get(KEYS, { apiKey: survivor?.key ?? '' })).status).toBe(401);
    expect((await desk.api.get(KEYS, { apiKey: next.key })).status).toBe(200);
  });
});
