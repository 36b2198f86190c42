import { existsSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { onCleanUp } from '../support/clean-up.js';
import { docx, odt } from '../support/office-files.js';
import { startTestApp, type TestApp, type TestSession } from '../support/test-app.js';

const ATTACHMENTS = '/api/v1/attachments';
const DOCUMENTS = '/api/v1/knowledge/documents';
const RELATIONS = 'http://schemas.openxmlformats.org/package/2006/relationships';
const RELATION = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A form written by hand: FormData would tame the name. `filename` is the whole parameter. */
function form(fields: Readonly<Record<string, string>>, filename: string, content: string): string {
  const parts = Object.entries(fields).map(
    ([name, value]) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  return `${parts.join('')}--b\r\nContent-Disposition: form-data; name="file"; ${filename}\r\n\r\n${content}\r\n--b--\r\n`;
}

const FORM = { 'content-type': 'multipart/form-data; boundary=b' };

const NAMES: readonly (readonly [string, string])[] = [
  ['a way out', 'filename="../../etc/passwd.txt"'],
  ['a way out in Windows', 'filename="..\\\\..\\\\boot.txt"'],
  ['an absolute path', 'filename="/etc/cron.d/x.txt"'],
  ['an encoded way out', "filename*=UTF-8''..%2F..%2Fetc%2Fpasswd.txt"],
  ['NUL', "filename*=UTF-8''a%00b.txt"],
  ['a line end', "filename*=UTF-8''a%0D%0ASet-Cookie%3A%20x%3D1.txt"],
  ['text turned around', "filename*=UTF-8''a%E2%80%AEgnp.txt"],
  ['300 characters', `filename="${'n'.repeat(300)}.txt"`],
  ['a device of Windows', 'filename="CON.txt"'],
  ['a stream of Windows', 'filename="a.txt::$DATA.txt"'],
  ['the prototype', 'filename="__proto__.txt"'],
];

describe('files from outside', () => {
  let desk: TestApp;
  let customer: TestSession;
  let folder: string;
  beforeAll(async () => {
    desk = await startTestApp({ ATTACHMENT_MAX_FILES_PER_SESSION: '50' });
    customer = await desk.newSession();
    folder = desk.database.env.DATA_DIR ?? '';
  });
  afterAll(() => desk.close());

  it.each(NAMES)('a name never becomes a path or a header: %s', async (title, filename) => {
    const body = form({ sessionId: customer.sessionId }, filename, `Text of ${title}.`);
    const response = await desk.api.request('POST', ATTACHMENTS, body, { token: customer.token, headers: FORM });
    expect([...response.headers.keys()]).not.toContain('content-disposition');
    expect(response.headers.get('set-cookie')).toBeNull();
    const answer = (await response.json()) as { attachmentId: string; filename: string };
    expect(response.status).toBe(201);
    expect(answer.filename.length).toBeLessThanOrEqual(200);
    expect(answer.filename).not.toMatch(/[/\\\p{Cc}\p{Cf}]/u);
    const files = readdirSync(join(folder, 'attachments'), { recursive: true, encoding: 'utf8' });
    for (const file of files) expect(file).toMatch(/^(?:incoming|blobs)(?:[/\\][0-9a-f]{2})?(?:[/\\][\w-]+)?$/);
    expect(existsSync(join(folder, 'etc'))).toBe(false);
  });

  it.each(NAMES)('a document of the knowledge takes a name as text: %s', async (title, filename) => {
    const body = form({}, filename, `Knowledge of ${title}.`);
    const response = await desk.api.request('POST', DOCUMENTS, body, { apiKey: desk.adminKey, headers: FORM });
    expect([201, 400]).toContain(response.status);
    expect(response.headers.get('content-type')).toMatch(/^application\/(problem\+)?json/);
    expect(response.headers.get('set-cookie')).toBeNull();
  });

  it('nothing that a document points to is fetched', async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.end('text');
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    onCleanUp(
      () =>
        new Promise((resolve) => {
          server.close(() => {
            resolve();
          });
        }),
    );
    const url = (name: string): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}/${name}`;
    const image = `<Relationship Id="rId9" Type="${RELATION}/image" Target="${url('docx')}" TargetMode="External"/>`;
    const style = `<Relationship Id="rId8" Type="${RELATION}/attachedTemplate" Target="${url('template')}" TargetMode="External"/>`;
    const files: readonly (readonly [string, string | Buffer])[] = [
      [
        'page.html',
        `<html><head><link rel="stylesheet" href="${url('css')}"><meta http-equiv="refresh" content="0;url=${url('refresh')}"><script src="${url('js')}"></script></head><body><img src="${url('img')}"><iframe src="${url('frame')}"></iframe><p>Words of a page</p></body></html>`,
      ],
      [
        'letter.eml',
        `From: a@b.example\r\nTo: c@d.example\r\nSubject: Hi\r\nContent-Type: text/html\r\n\r\n<img src="${url('mail')}"><p>Words of a letter</p>\r\n`,
      ],
      [
        'letter.docx',
        docx(
          ['Words of a document'],
          [
            {
              name: 'word/_rels/document.xml.rels',
              content: `<Relationships xmlns="${RELATIONS}">${image}${style}</Relationships>`,
            },
          ],
        ),
      ],
      [
        'entity.odt',
        odt('<text:p>&x;</text:p>', [], `<!DOCTYPE office:document-content [<!ENTITY x SYSTEM "${url('entity')}">]>`),
      ],
      [
        'remote-dtd.odt',
        odt('<text:p>Words of a text</text:p>', [], `<!DOCTYPE office:document-content SYSTEM "${url('dtd')}">`),
      ],
    ];
    const statuses: number[] = [];
    for (const [name, content] of files) {
      const sent = new FormData();
      sent.set('sessionId', customer.sessionId);
      sent.set('file', new Blob([new Uint8Array(Buffer.from(content))]), name);
      statuses.push((await desk.api.post(ATTACHMENTS, sent, { token: customer.token })).status);
    }
    // The two with entities and a foreign DTD may be refused, the others are read.
    expect(statuses.slice(0, 3)).toEqual([201, 201, 201]);
    const document = { text: `![picture](${url('markdown')})\n\nWords of a help page.`, url: url('document') };
    expect((await desk.api.post(DOCUMENTS, document, { apiKey: desk.adminKey })).status).toBe(201);
    expect((await desk.ask(customer, `What is at ${url('message')}? Words of a help page?`)).status).toBe(200);
    expect(asked).toEqual([]);
  });

  it('no webhook leads into the own network', async () => {
    for (const url of ['https://169.254.169.254/latest/', 'https://[64:ff9b::a9fe:a9fe]/', 'https://0x7f.1/']) {
      const answer = await desk.api.post<{ errors: { field: string }[] }>(
        '/api/v1/webhooks',
        { url, events: ['*'] },
        { apiKey: desk.adminKey },
      );
      expect([answer.status, answer.body.errors.map(({ field }) => field)]).toEqual([400, ['url']]);
    }
  });
});
