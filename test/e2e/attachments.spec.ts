import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AttachmentDto, type AttachmentTextDto } from '../../src/chat/attachments.dto.js';
import { Database } from '../../src/database/database.js';
import { type Problem } from '../../src/common/problem.js';
import { type ApiAnswer, type ApiOptions } from '../support/api-client.js';
import { type ClamdServer, EICAR, startClamdServer } from '../support/clamd-server.js';
import { docx } from '../support/office-files.js';
import { pdf } from '../support/pdf-writer.js';
import { type S3Server, startS3Server } from '../support/s3-server.js';
import { startTestApp, type TestApp, type TestSession } from '../support/test-app.js';
import { until } from '../support/until.js';

const PATH = '/api/v1/attachments';
const WARRANTY = 'Warranty card\n\nThe warranty of the Borealis kettle lasts 27 months from the day of purchase.';

type Content = string | Buffer;
type Answer = AttachmentDto & Omit<Problem, 'status'>;

async function upload(
  desk: TestApp,
  { sessionId, token }: TestSession,
  content: Content,
  name = 'file.txt',
  options: ApiOptions = { token },
): Promise<ApiAnswer<Answer>> {
  const form = new FormData();
  form.set('sessionId', sessionId);
  form.set('file', new Blob([new Uint8Array(Buffer.from(content))]), name);
  return desk.api.post<Answer>(PATH, form, options);
}

describe('attachments', () => {
  let desk: TestApp;
  let customer: TestSession;
  let incoming: () => string[];
  const keys: Record<string, string> = {};
  beforeAll(async () => {
    desk = await startTestApp({ ATTACHMENT_MAX_MB: '1', ATTACHMENT_MAX_FILES_PER_SESSION: '3' });
    const { env } = desk.database;
    incoming = () => readdirSync(join(env.DATA_DIR ?? '', 'attachments', 'incoming'));
    for (const scope of ['chat', 'operator', 'knowledge']) {
      const digest = createHash('sha256').update(scope).digest('hex');
      await desk.app.get(Database).query(
        {
          name: 'test_api_key',
          text: `INSERT INTO api_keys (key_id, name, digest, scopes, created_at) VALUES ($1, $1, $2, $3, now())`,
        },
        [scope, digest, [scope]],
      );
      keys[scope] = scope;
    }
  });
  beforeAll(async () => {
    customer = await desk.newSession();
  });
  afterAll(() => desk.close());

  it('takes a file, tells what it is, and gives back what it says', async () => {
    const { status, body } = await upload(desk, customer, WARRANTY, 'Garantie für Kessel.txt');
    expect([status, body]).toEqual([
      201,
      {
        attachmentId: expect.stringMatching(/^att_[0-9a-f]{32}$/),
        sessionId: customer.sessionId,
        filename: 'Garantie für Kessel.txt',
        mediaType: 'text/plain',
        bytes: Buffer.byteLength(WARRANTY),
        status: 'ready',
        pages: null,
        truncated: false,
        preview: WARRANTY,
        createdAt: expect.stringMatching(/Z$/),
      },
    ]);
    const { token } = customer;
    expect((await desk.api.get(`${PATH}/${body.attachmentId}`, { token })).body).toEqual(body);
    expect((await desk.api.get<AttachmentTextDto>(`${PATH}/${body.attachmentId}/text`, { token })).body).toEqual({
      text: WARRANTY,
      truncated: false,
    });
    const again = await upload(desk, customer, WARRANTY, 'copy.txt');
    expect([again.status, again.body]).toEqual([201, body]);
    expect(incoming()).toEqual([]);
  });

  it('answers from a file of the session, and only there', async () => {
    const sent = await upload(desk, customer, WARRANTY);
    const question = 'How many months does the warranty of the Borealis kettle last?';
    const attachmentIds = [sent.body.attachmentId];
    const { body } = await desk.ask(customer, question, { attachmentIds });
    expect(body.message).toContain('27 months');
    expect(body.sources[0]).toMatchObject({ documentId: sent.body.attachmentId, title: sent.body.filename });
    expect(body.toolsUsed).toContain('attachment_search');
    const stranger = await desk.newSession();
    expect((await desk.ask(stranger, question)).body.message).not.toContain('27');
    expect((await desk.ask(stranger, question, { attachmentIds })).status).toBe(400);
  });

  it('reads PDF and Word by content, whatever the name says', async () => {
    const session = await desk.newSession();
    expect((await upload(desk, session, pdf(['First page', 'Second page']), 'notes.txt')).body).toMatchObject({
      mediaType: 'application/pdf',
      pages: 2,
    });
    const word = await upload(desk, session, docx(['A paragraph.']), 'letter.docx');
    expect(word.body).toMatchObject({ preview: 'A paragraph.' });
  });

  it('hides a file from every other session', async () => {
    const { attachmentId } = (await upload(desk, customer, WARRANTY)).body;
    const { token } = await desk.newSession();
    for (const [method, path] of [
      ['GET', ''],
      ['GET', '/text'],
      ['DELETE', ''],
    ] as const) {
      const answer = await desk.api.request(method, `${PATH}/${attachmentId}${path}`, undefined, { token });
      const unknown = await desk.api.request(method, `${PATH}/att_${'0'.repeat(32)}${path}`, undefined, { token });
      expect([answer.status, unknown.status]).toEqual([404, 404]);
      const [hidden, missing] = [(await answer.json()) as Problem, (await unknown.json()) as Problem];
      expect([hidden.code, hidden.detail]).toEqual([missing.code, missing.detail]);
    }
    expect((await upload(desk, customer, 'Not mine.', 'x.txt', { token })).status).toBe(404);
    expect((await desk.api.get(`${PATH}/${attachmentId}`, { token: customer.token })).status).toBe(200);
  });

  it('lets services work with files, operators read them, and nobody else', async () => {
    const session = await desk.newSession();
    const { attachmentId } = (await upload(desk, session, 'From a service.', 'a.txt', { apiKey: keys.chat! })).body;
    const path = `${PATH}/${attachmentId}`;
    const statuses = async (method: string, at: string): Promise<number[]> =>
      Promise.all([
        ...['operator', 'knowledge'].map(async (scope) => {
          return (await desk.api.request(method, at, undefined, { apiKey: scope })).status;
        }),
        desk.api.request(method, at).then(({ status }) => status),
      ]);
    expect(await statuses('GET', path)).toEqual([200, 403, 401]);
    expect(await statuses('GET', `${path}/text`)).toEqual([200, 403, 401]);
    expect(await statuses('DELETE', path)).toEqual([403, 403, 401]);
    expect((await upload(desk, session, 'x', 'a.txt', { apiKey: 'operator' })).status).toBe(403);
    expect((await upload(desk, session, 'x', 'a.txt', {})).status).toBe(401);
    expect((await desk.api.delete(path, { apiKey: keys.chat! })).status).toBe(204);
  });

  it.each<[string, Content, string, number, string]>([
    [
      'a program',
      Buffer.from('\u007fELF\u0002\u0001\u0001', 'latin1'),
      'invoice.pdf',
      415,
      'attachment_type_unsupported',
    ],
    ['an empty file', '', 'empty.txt', 422, 'attachment_empty'],
    ['a PDF without text', pdf(['', '']), 'scan.pdf', 422, 'attachment_no_text'],
    ['half a PDF', pdf(['Whole']).subarray(0, 200), 'half.pdf', 422, 'attachment_corrupt'],
    [
      'a document with a password',
      docx(['x'], [{ name: 'word/a.xml', encrypted: true }]),
      'secret.docx',
      422,
      'attachment_encrypted',
    ],
    ['a file that is too large', 'x'.repeat(1024 * 1024 + 1), 'large.txt', 413, 'attachment_too_large'],
  ])('refuses %s and keeps nothing of it', async (_name, content, name, status, code) => {
    const session = await desk.newSession();
    const answer = await upload(desk, session, content, name);
    expect([answer.status, answer.body.code, answer.body.retryable]).toEqual([status, code, false]);
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    await until(() => incoming().length === 0);
  });

  it('names what is wrong with a form', async () => {
    const { token } = customer;
    const post = async (form: FormData | object): Promise<[number, string, string | undefined]> => {
      const { status, body } = await desk.api.post<Problem>(PATH, form, { token });
      return [status, body.code, body.errors[0]?.field];
    };
    const form = (...entries: [string, string | Blob][]): FormData => {
      const made = new FormData();
      for (const [name, value] of entries) made.append(name, value);
      return made;
    };
    const file = new Blob(['text']);
    const { sessionId } = customer;
    expect(await post(form(['sessionId', sessionId]))).toEqual([400, 'validation_failed', 'file']);
    expect(await post({ sessionId })).toEqual([400, 'validation_failed', 'file']);
    expect(await post(form(['file', file]))).toEqual([400, 'validation_failed', 'sessionId']);
    expect(await post(form(['file', file], ['sessionId', 'a b']))).toEqual([400, 'validation_failed', 'sessionId']);
    const twice = form(['sessionId', sessionId], ['file', file], ['file', file]);
    expect(await post(twice)).toEqual([400, 'validation_failed', 'file']);
    expect(await post(form(['sessionId', sessionId], ['picture', file]))).toEqual([400, 'validation_failed', 'file']);
    await until(() => incoming().length === 0);
  });

  it('holds no more files than it may, and has room again after one is deleted', async () => {
    const session = await desk.newSession();
    const { token } = session;
    const [first] = await Promise.all(['1', '2', '3'].map((text) => upload(desk, session, text)));
    const refused = await upload(desk, session, '4');
    expect([refused.status, refused.body.code]).toEqual([409, 'attachment_limit_reached']);
    const path = `${PATH}/${first!.body.attachmentId}`;
    expect((await desk.api.delete(path, { token })).status).toBe(204);
    expect((await desk.api.delete(path, { token })).status).toBe(404);
    expect((await upload(desk, session, '4')).status).toBe(201);
  });

  it('takes files along when their session is deleted', async () => {
    const session = await desk.newSession();
    const { attachmentId } = (await upload(desk, session, WARRANTY)).body;
    expect((await desk.api.delete(`/api/v1/sessions/${session.sessionId}`, { token: session.token })).status).toBe(204);
    const apiKey = desk.adminKey;
    expect((await desk.api.get(`${PATH}/${attachmentId}`, { apiKey })).status).toBe(404);
    expect((await desk.api.get(`${PATH}/${attachmentId}/text`, { apiKey })).status).toBe(404);
    expect((await upload(desk, session, WARRANTY, 'a.txt', { apiKey })).status).toBe(410);
  });

  it('keeps nothing of an upload whose sender hangs up in the middle', async () => {
    const { hostname, port } = new URL(desk.url);
    const socket = connect(Number(port), hostname);
    const head = `--b\r\nContent-Disposition: form-data; name="sessionId"\r\n\r\n${customer.sessionId}\r\n`;
    const file = '--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nThe beginning';
    socket.write(
      `POST ${PATH} HTTP/1.1\r\nHost: desk\r\nAuthorization: Bearer ${customer.token}\r\n` +
        `Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 100000\r\n\r\n${head}${file}`,
    );
    await until(() => incoming().length === 1);
    socket.destroy();
    await until(() => incoming().length === 0);
  });
});

describe('attachments with a bucket and a scanner', () => {
  let s3: S3Server;
  let clamd: ClamdServer;
  let desk: TestApp;
  beforeAll(async () => {
    [s3, clamd] = [await startS3Server(), await startClamdServer()];
    const { bucket, endpoint = '', credentials } = s3.config;
    desk = await startTestApp({
      ATTACHMENT_STORAGE: 's3',
      S3_BUCKET: bucket,
      S3_ENDPOINT: endpoint,
      S3_PATH_STYLE: 'true',
      S3_ACCESS_KEY_ID: credentials!.accessKeyId,
      S3_SECRET_ACCESS_KEY: credentials!.secretAccessKey,
      ATTACHMENT_CLAMD: `${clamd.address.host}:${clamd.address.port}`,
    });
  });
  afterAll(() => desk.close());

  it('scans a file, then keeps it in the bucket', async () => {
    const { status } = await upload(desk, await desk.newSession(), WARRANTY);
    expect([status, clamd.lastScanned(), s3.objects.size]).toEqual([201, Buffer.byteLength(WARRANTY), 1]);
    expect([...s3.objects.values()][0]?.toString()).toBe(WARRANTY);
  });

  it('keeps nothing of an infected file, or while the scanner is away', async () => {
    const session = await desk.newSession();
    const before = s3.objects.size;
    const infected = await upload(desk, session, EICAR);
    expect([infected.status, infected.body.code]).toEqual([422, 'attachment_infected']);
    clamd.behave('hang_up');
    const away = await upload(desk, session, 'Harmless.');
    expect([away.status, away.body.code, away.body.retryable]).toEqual([503, 'attachment_scanner_unavailable', true]);
    clamd.behave('well');
    expect(s3.objects.size).toBe(before);
    expect((await upload(desk, session, 'Harmless.')).status).toBe(201);
  });
});

it('takes no files where they are switched off, and says so', async () => {
  const desk = await startTestApp({ ENABLE_ATTACHMENT_TOOL: 'false' });
  const { status, body } = await upload(desk, await desk.newSession(), WARRANTY);
  expect([status, body.code]).toEqual([403, 'attachments_disabled']);
});
