import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { openDatabase } from '../../src/database/database.js';
import { type ErasureDto, type ReceiptDto } from '../../src/privacy/customers.dto.js';
import { ApiClient } from '../support/api-client.js';
import { startChildApp } from '../support/child-app.js';
import { onCleanUp } from '../support/clean-up.js';
import { createTestDatabase, type DatabaseKind } from '../support/databases.js';
import { type KnownCustomer, knowCustomer, type OpenDesk, send } from '../support/known-customer.js';
import { foundInFiles, foundInRedis, foundInTables } from '../support/left-behind.js';
import { startRedis } from '../support/redis-server.mjs';
import { type S3Server, startS3Server } from '../support/s3-server.js';
import { connectCustomer } from '../support/socket-client.js';
import { until } from '../support/until.js';
import { startWebhookReceiver, type WebhookReceiver } from '../support/webhook-receiver.js';

const ADMIN_API_KEY = 'the-admin-key-of-the-erasure-tests';

interface ErasureDesk extends OpenDesk {
  readonly dataDir: string;
  readonly redisUrl: string | undefined;
  readonly s3: S3Server | undefined;
  readonly receiver: WebhookReceiver;
  /** Ends the process; what is on disk is what it left. */
  stop(): Promise<void>;
  readonly inTables: (needles: readonly string[]) => Promise<readonly string[]>;
}

/** The built application with one kind of every store, told to log all it can. */
async function openDesk(kind: DatabaseKind): Promise<ErasureDesk> {
  const shared = kind === 'postgres';
  const redis = shared ? await startRedis() : undefined;
  if (redis) onCleanUp(() => redis.stop());
  const s3 = shared ? await startS3Server() : undefined;
  const { env, location } = await createTestDatabase(kind);
  const dataDir = env.DATA_DIR!;
  const app = await startChildApp({
    ...{ ENVIRONMENT: 'test', LOG_LEVEL: 'trace', LOG_FILE: join(dataDir, 'logs', 'desk.log'), ADMIN_API_KEY },
    ...{
      AUTH_TOKEN_SECRET: 'a secret of the tests of erasure',
      WEBHOOK_ALLOW_PRIVATE: 'true',
      SAMPLE_KNOWLEDGE: 'true',
    },
    ...(redis ? { SESSION_STORE_TYPE: 'redis', REDIS_URL: redis.url } : {}),
    ...(s3 ? s3Variables(s3) : {}),
    ...env,
  });
  const api = new ApiClient(app.url);
  const receiver = await startWebhookReceiver();
  const { status } = await api.post(
    '/api/v1/webhooks',
    { url: receiver.url, events: ['*'] },
    { apiKey: ADMIN_API_KEY },
  );
  expect(status).toBe(201);
  return {
    ...{ api, adminKey: ADMIN_API_KEY, dataDir, redisUrl: redis?.url, s3, receiver },
    stop: async () => {
      await app.stop();
    },
    inTables: async (needles) => {
      const database = await openDatabase(location);
      return foundInTables(database, needles).finally(() => database.close());
    },
  };
}

function s3Variables({ config }: S3Server): Record<string, string> {
  return {
    ...{ ATTACHMENT_STORAGE: 's3', S3_BUCKET: config.bucket, S3_REGION: config.region, S3_PATH_STYLE: 'true' },
    ...{ S3_ENDPOINT: config.endpoint!, S3_ACCESS_KEY_ID: 'test', S3_SECRET_ACCESS_KEY: 'test-secret' },
  };
}

const admin = { apiKey: ADMIN_API_KEY };
const pathOf = (userId: string): string => `/api/v1/customers/${encodeURIComponent(userId)}`;

async function exported({ api }: ErasureDesk, { userId }: KnownCustomer): Promise<string> {
  const response = await api.request('GET', `${pathOf(userId)}/export`, undefined, admin);
  expect([response.status, response.headers.get('content-disposition')]).toEqual([
    200,
    'attachment; filename="customer-export.json"',
  ]);
  return (await response.text()).replace(/"madeAt":"[^"]*"/, '');
}

/** Files that the archive carries, as text. */
function filesOf(archive: string): string {
  const { sessions } = JSON.parse(archive.replace('"formatVersion":1,,', '"formatVersion":1,')) as {
    sessions: { attachments: { contentBase64: string }[] }[];
  };
  const files = sessions.flatMap(({ attachments }) => attachments);
  return files.map(({ contentBase64 }) => Buffer.from(contentBase64, 'base64').toString('latin1')).join();
}

describe.each(['embedded', 'postgres'] as const)('a customer is erased (%s)', (kind) => {
  it('is in the archive before, and nowhere after: tables, Redis, files, logs; others stay as they are', async () => {
    const desk = await openDesk(kind);
    const [word, userWord] = [`w${randomBytes(6).toString('hex')}`, `u${randomBytes(6).toString('hex')}`];
    const customer = await knowCustomer(desk, `${userWord}@example.com`, word);
    const other = await knowCustomer(desk, 'somebody else', 'otherword');
    const impostor = await desk.api.post<{ session: { sessionId: string } }>('/api/v1/sessions', {
      userId: customer.userId,
    });
    expect(impostor.status).toBe(201);
    const socket = connectCustomer(desk.api.url, { token: customer.sessions[0]!.token, lastSeq: 0 });
    await until(() => socket.events.length > 0);

    const archive = await exported(desk, customer);
    expect(customer.canaries.filter((canary) => !archive.includes(canary))).toEqual([]);
    expect(filesOf(archive)).toMatch(new RegExp(`${word}text1.*${word}page1.*|${word}page1.*${word}text1`, 's'));
    const before = await exported(desk, other);
    expect(before).not.toMatch(new RegExp(`${word}|${userWord}`));

    if (desk.redisUrl !== undefined) expect(await foundInRedis(desk.redisUrl, [word, userWord])).not.toEqual([]);
    if (kind === 'embedded') expect(foundInFiles(join(desk.dataDir, 'postgres-18'), [word])).not.toEqual([]);
    const { status, body: receipt } = await desk.api.delete<ErasureDto>(pathOf(customer.userId), admin);
    expect([status, receipt]).toEqual([
      200,
      {
        receiptId: expect.stringMatching(/^ers_[0-9a-f]{32}$/),
        ...{ userId: customer.userId, requestedAt: expect.any(String), erasedAt: expect.any(String), complete: true },
        stores: {
          postgres: {
            ...{ sessions: 2, messages: expect.any(Number), turns: 2, memories: expect.any(Number), feedback: 2 },
            ...{ attachments: 4, tickets: 2, ticketNotes: 2, ticketEvents: expect.any(Number) },
          },
          ...{ sessionStore: { sessions: 2 }, eventLog: { sessions: 2 }, files: { blobs: 4 } },
          ...{ index: { attachmentChunks: 4 }, webhooks: { deliveries: expect.any(Number) } },
        },
        ...{ pending: [], leftOut: { claimedSessions: 1 }, earlierReceipts: [] },
      },
    ]);
    const { messages, memories } = receipt.stores.postgres;
    expect([messages >= 6, memories >= 2, receipt.stores.webhooks.deliveries > 0]).toEqual([true, true, true]);
    await until(() => socket.disconnects.length > 0);

    for (const session of customer.sessions) {
      await expect(send(desk.api, session, 'still there?')).rejects.toThrow(/^410 /);
      await until(() => desk.receiver.arrivals.some(({ body }) => isDeletionOf(session.sessionId, body)));
    }
    const again = await desk.api.delete<ErasureDto>(pathOf(customer.userId), admin);
    expect(again.body).toMatchObject({
      ...{ complete: true, stores: { postgres: { sessions: 0, messages: 0 }, files: { blobs: 0 } } },
      earlierReceipts: [receipt.receiptId],
    });
    const kept = await desk.api.get<ReceiptDto>(`/api/v1/erasures/${receipt.receiptId}`, admin);
    expect(receipt).toMatchObject(kept.body);
    expect(kept.body).not.toHaveProperty('userId');
    expect(await exported(desk, other)).toBe(before);

    // What the impostor said of themselves is theirs.
    const claimed = await desk.api.delete<ErasureDto>(`${pathOf(customer.userId)}?claimed=include`, admin);
    expect(claimed.body).toMatchObject({ complete: true, stores: { postgres: { sessions: 1 } } });
    const needles = [word, userWord];
    const inRedis = desk.redisUrl === undefined ? [] : await foundInRedis(desk.redisUrl, needles);
    // The embedded database's own files, deleted rows and write-ahead log included.
    await until(() => foundInFiles(desk.dataDir, needles).length === 0);
    await desk.stop();
    expect(inRedis).toEqual([]);
    expect(await desk.inTables(needles)).toEqual([]);
    expect(
      [...(desk.s3?.objects.values() ?? [])].filter((bytes) => needles.some((one) => bytes.includes(one))),
    ).toEqual([]);
    expect(existsSync(join(desk.dataDir, 'logs'))).toBe(true);
    expect(foundInFiles(desk.dataDir, needles)).toEqual([]);

    // The search finds what is there.
    expect(foundInFiles(desk.dataDir, ['erasure'], ['postgres-18', 'attachments'])).not.toEqual([]);
    expect(await desk.inTables(['otherwordnote1', 'otherwordtext2'])).toEqual(
      expect.arrayContaining(['public.ticket_notes: otherwordnote1', 'public.attachment_chunks: otherwordtext2']),
    );
    const tables = new Set((await desk.inTables(customer.sessions.map(({ sessionId }) => sessionId))).map(tableOf));
    expect([...tables].filter((name) => !['public.conversations', 'public.audit_log'].includes(name))).toEqual([
      'public.webhook_outbox',
    ]);
  }, 300_000);
});

const tableOf = (found: string): string => found.split(':')[0] ?? '';

function isDeletionOf(sessionId: string, { type, data }: WebhookReceiver['arrivals'][number]['body']): boolean {
  return type === 'session.deleted' && data.sessionId === sessionId;
}
