import { describe, expect, it } from '@jest/globals';
import { openDatabase } from '../../src/database/database.js';
import { type ErasureDto, type ReceiptDto } from '../../src/privacy/customers.dto.js';
import { ApiClient } from '../support/api-client.js';
import { startChildApp } from '../support/child-app.js';
import { onCleanUp } from '../support/clean-up.js';
import { createTestDatabase } from '../support/databases.js';
import { newSession, send, upload } from '../support/known-customer.js';
import { foundInRedis, foundInTables } from '../support/left-behind.js';
import { startRedis } from '../support/redis-server.mjs';
import { startS3Server } from '../support/s3-server.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { until } from '../support/until.js';

const USER = 'customer-42';
const PATH = `/api/v1/customers/${USER}`;

async function isComplete({ api, adminKey }: Pick<TestApp, 'api' | 'adminKey'>, receiptId: string): Promise<boolean> {
  const { body } = await api.get<ReceiptDto>(`/api/v1/erasures/${receiptId}`, { apiKey: adminKey });
  return body.complete;
}

describe('an erasure', () => {
  it('that finds Redis away says what is left, and goes on by itself', async () => {
    const redis = await startRedis({ args: ['--appendonly', 'yes'] });
    onCleanUp(() => redis.stop());
    const desk = await startTestApp({ SESSION_STORE_TYPE: 'redis', REDIS_URL: redis.url, sampleKnowledge: false });
    const session = await newSession(desk, USER, { page: 'canary' });
    await send(desk.api, session, 'Where is my parcel?');
    await redis.kill();
    const { status, body } = await desk.api.delete<ErasureDto>(PATH, { apiKey: desk.adminKey });
    expect([status, body]).toMatchObject([
      200,
      {
        ...{ complete: false, erasedAt: null },
        stores: { postgres: { sessions: 1 }, sessionStore: { sessions: 0 }, eventLog: { sessions: 0 } },
        pending: [
          { store: 'sessionStore', sessions: 1 },
          { store: 'eventLog', sessions: 1 },
        ],
      },
    ]);
    // Asked for again, it is the same erasure.
    const again = await desk.api.delete<ErasureDto>(PATH, { apiKey: desk.adminKey });
    expect(again.body).toMatchObject({ receiptId: body.receiptId, complete: false, earlierReceipts: [] });
    await redis.restart();
    await until(() => isComplete(desk, body.receiptId), 60_000);
    expect(await foundInRedis(redis.url, ['canary', 'parcel', USER])).toEqual([]);
    await desk.close();
  }, 120_000);

  it('that finds the storage of files away says so, and is complete when they are gone', async () => {
    const s3 = await startS3Server();
    const desk = await startTestApp({
      ...{ ATTACHMENT_STORAGE: 's3', S3_BUCKET: s3.config.bucket, S3_REGION: s3.config.region, S3_PATH_STYLE: 'true' },
      ...{ S3_ENDPOINT: s3.config.endpoint!, S3_ACCESS_KEY_ID: 'test', S3_SECRET_ACCESS_KEY: 'test-secret' },
      sampleKnowledge: false,
    });
    const session = await newSession(desk, USER);
    await upload(desk.api, session, 'The kettle is blue.', 'card.txt');
    expect(s3.objects.size).toBe(1);
    // Every try of the one request.
    s3.failNext(3);
    const { body } = await desk.api.delete<ErasureDto>(PATH, { apiKey: desk.adminKey });
    expect(body).toMatchObject({
      ...{ complete: false, pending: [{ store: 'files', sessions: 1 }] },
      stores: { postgres: { attachments: 1 }, files: { blobs: 0 } },
    });
    await until(() => isComplete(desk, body.receiptId), 60_000);
    expect(s3.objects.size).toBe(0);
    const done = await desk.api.get<ReceiptDto>(`/api/v1/erasures/${body.receiptId}`, { apiKey: desk.adminKey });
    expect(done.body.stores.files).toEqual({ blobs: 1 });
    await desk.close();
  }, 120_000);

  it('whose process is killed between two sessions is finished by the next one', async () => {
    const ADMIN_API_KEY = 'the-admin-key-of-the-tests-of-outages';
    const { env, location } = await createTestDatabase('postgres');
    const settings = {
      ...{ ENVIRONMENT: 'test', LOG_LEVEL: 'warn', ADMIN_API_KEY, SAMPLE_KNOWLEDGE: 'false' },
      ...{ AUTH_TOKEN_SECRET: 'a secret of the tests of outages', ...env },
    };
    const first = await startChildApp(settings);
    const desk = { api: new ApiClient(first.url), adminKey: ADMIN_API_KEY };
    const sessions = 80;
    for (let n = 0; n < sessions; n += 1) {
      const session = await newSession(desk, USER, { page: `canary${n}` });
      await send(desk.api, session, `canary message ${n}`);
    }
    const database = await openDatabase(location);
    onCleanUp(() => database.close());
    const count = async (name: string, text: string): Promise<number> => {
      const [row] = await database.query<{ count: number }>({
        name,
        text: `SELECT count(*)::int AS count FROM ${text}`,
      });
      return row?.count ?? 0;
    };
    const begun = (): Promise<number> => count('test_begun', `erasure_sessions WHERE NOT 'postgres' = ANY (pending)`);
    const asked = desk.api.delete<ErasureDto>(PATH, { apiKey: ADMIN_API_KEY }).catch(() => undefined);
    await until(async () => (await begun()) > 0);
    await first.stop('SIGKILL');
    expect(await asked).toBeUndefined();
    expect(await count('test_left', `conversations WHERE deleted_at IS NULL`)).toBeGreaterThan(0);

    const second = await startChildApp(settings);
    const api = new ApiClient(second.url);
    await until(async () => (await count('test_done', 'erasures WHERE erased_at IS NOT NULL')) === 1, 60_000);
    const again = await api.delete<ErasureDto>(PATH, { apiKey: ADMIN_API_KEY });
    const [receiptId] = again.body.earlierReceipts;
    const { body } = await api.get<ReceiptDto>(`/api/v1/erasures/${receiptId}`, { apiKey: ADMIN_API_KEY });
    expect(body).toMatchObject({
      complete: true,
      stores: { postgres: { sessions, messages: 2 * sessions }, sessionStore: { sessions } },
    });
    expect(await foundInTables(database, ['canary', USER])).toEqual([]);
    expect(await count('test_waiting', 'erasure_sessions')).toBe(0);
  }, 180_000);
});
