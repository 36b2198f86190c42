import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ApiOptions } from '../support/api-client.js';
import { type RawAnswer, sendRaw } from '../support/raw-http.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

const JSON_TYPE = { 'content-type': 'application/json' };

/** Status, code and fields of an answer that must be a whole problem under the id of its request. */
function problemOf(answer: RawAnswer | undefined): { status: number; code: string; fields: string[] } {
  if (!answer) throw new Error('The server hung up.');
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  const { status, code, requestId, errors } = JSON.parse(answer.body) as {
    status: number;
    code: string;
    requestId: string;
    errors: { field: string }[];
  };
  expect(status).toBe(answer.status);
  expect(requestId).toBe(answer.headers.get('x-request-id'));
  expect(requestId).toBeTruthy();
  return { status, code, fields: errors.map(({ field }) => field) };
}

describe('HTTP hygiene', () => {
  let desk: TestApp;
  beforeAll(async () => {
    desk = await startTestApp({
      HTTP_HEADERS_TIMEOUT_SECONDS: '1',
      HTTP_REQUEST_TIMEOUT_SECONDS: '2',
      CORS_ORIGINS: 'https://shop.example,https://help.example',
      TRUST_PROXY: '1',
    });
  });
  afterAll(() => desk.close());

  const call = async (method: string, path: string, body?: unknown, options: ApiOptions = {}): Promise<RawAnswer> => {
    const response = await desk.api.request(method, path, body, options);
    return { status: response.status, headers: response.headers, body: await response.text() };
  };

  describe('whatever goes wrong is told as a problem', () => {
    const notFound = { status: 404, code: 'not_found', fields: [] };
    const invalid = (...fields: string[]): object => ({ status: 400, code: 'validation_failed', fields });

    it.each<[string, string, string, object]>([
      ['an unknown page', 'GET', '/nope', notFound],
      ['an unknown page asked for by a form', 'POST', '/nope', notFound],
      ['an unknown file', 'GET', '/assets/chat/nope.js', notFound],
      ['a folder of files', 'GET', '/assets/chat/', notFound],
      ['a way out of the files', 'GET', '/assets/chat/%2e%2e%2f%2e%2e%2fpackage.json', notFound],
      ['an unknown operation', 'GET', '/api/v1/nope', notFound],
      ['a broken escape in a page', 'GET', '/%E0%A4%A', notFound],
      ['a broken escape in a file', 'GET', '/assets/chat/%E0%A4%A', notFound],
      ['a broken escape in an operation', 'GET', '/api/v1/sessions/%E0%A4%A', invalid('url')],
      ['NUL in a page', 'GET', '/nope%00', invalid('url')],
      ['another method', 'PUT', '/api/v1/sessions', { status: 405, code: 'method_not_allowed', fields: [] }],
      ['another method of a probe', 'POST', '/health', { status: 405, code: 'method_not_allowed', fields: [] }],
      ['a long address', 'GET', `/${'x'.repeat(9000)}`, { status: 414, code: 'address_too_long', fields: [] }],
    ])('%s', async (_name, method, path, expected) => {
      expect(problemOf(await call(method, path))).toEqual(expected);
      expect(problemOf(await call(method, path, undefined, { headers: { accept: 'text/html' } }))).toEqual(expected);
    });

    it('names the methods that an address takes', async () => {
      expect((await call('PUT', '/api/v1/sessions')).headers.get('allow')).toBe('POST, GET, HEAD');
      expect((await call('DELETE', '/health')).headers.get('allow')).toBe('GET, HEAD');
    });

    const DEEP = `{"metadata":${'{"a":'.repeat(40)}1${'}'.repeat(40)}}`;
    const SPRUNG = '['.repeat(500_000) + ']'.repeat(500_000);
    it.each<[string, string | Uint8Array, Record<string, string>, object]>([
      ['broken JSON', '{"a":', JSON_TYPE, invalid('body')],
      ['no object', '"text"', JSON_TYPE, invalid('body')],
      ['40 levels', DEEP, JSON_TYPE, invalid(`metadata${'.a'.repeat(31)}`)],
      ['half a million levels', SPRUNG, JSON_TYPE, invalid(`0${'.0'.repeat(31)}`)],
      ['__proto__', '{"metadata":{"__proto__":{"a":1}}}', JSON_TYPE, invalid('metadata.__proto__')],
      ['__proto__ written otherwise', '{"\\u005f_proto__":{"a":1}}', JSON_TYPE, invalid('__proto__')],
      ['constructor.prototype', '{"constructor":{"prototype":{"a":1}}}', JSON_TYPE, invalid('constructor')],
      ['a form', 'a=1', { 'content-type': 'application/x-www-form-urlencoded' }, { status: 415 }],
      ['plain text', '{}', { 'content-type': 'text/plain' }, { status: 415 }],
      ['no type', Buffer.from('{}'), {}, { status: 415 }],
      ['another charset', '{}', { 'content-type': 'application/json; charset=koi8-r' }, { status: 415 }],
      ['another encoding', '{}', { ...JSON_TYPE, 'content-encoding': 'compress' }, { status: 415 }],
      ['no real gzip', '{}', { ...JSON_TYPE, 'content-encoding': 'gzip' }, { status: 400 }],
      ['a form where none is taken', 'x', { 'content-type': 'multipart/form-data' }, { status: 415 }],
      ['2 MB', `"${'x'.repeat(2_000_000)}"`, JSON_TYPE, { status: 413, code: 'payload_too_large' }],
    ])('a body: %s', async (_name, body, headers, expected) => {
      const options = { headers, apiKey: desk.adminKey };
      expect(problemOf(await call('POST', '/api/v1/sessions', body, options))).toMatchObject(expected);
      expect(Object.hasOwn(Object.prototype, 'a')).toBe(false);
    });

    it.each([
      ['__proto__=1', ['__proto__']],
      ['limit[__proto__]=1', ['limit[__proto__]']],
      ['limit=1&limit=2', ['limit']],
      ['constructor=1', ['constructor']],
    ])('a query: %s', async (query, fields) => {
      const answer = await call('GET', `/api/v1/sessions?${query}`, undefined, { apiKey: desk.adminKey });
      expect(problemOf(answer)).toEqual({ status: 400, code: 'validation_failed', fields });
    });

    it('a form without a boundary', async () => {
      const options = { headers: { 'content-type': 'multipart/form-data' }, apiKey: desk.adminKey };
      for (const path of ['/api/v1/attachments', '/api/v1/knowledge/documents']) {
        expect(problemOf(await call('POST', path, 'x', options))).toMatchObject({ status: 400 });
      }
    });

    it('names of the fields of a form', async () => {
      for (const name of ['__proto__', '__proto__[a]', 'constructor[prototype][a]']) {
        const form = new FormData();
        form.set(name, '1');
        form.set('file', new Blob(['text']), 'a.txt');
        const answer = await call('POST', '/api/v1/knowledge/documents', form, { apiKey: desk.adminKey });
        expect(problemOf(answer)).toMatchObject({ status: 400 });
        expect(Object.hasOwn(Object.prototype, 'a')).toBe(false);
      }
    });

    it.each<[string, string | string[], object]>([
      ['no HTTP', 'HELO example\r\n\r\n', { status: 400, fields: ['request'] }],
      ['an unknown method', 'BREW / HTTP/1.1\r\nHost: a\r\n\r\n', { status: 400, fields: ['request'] }],
      ['no host', 'GET /livez HTTP/1.1\r\n\r\n', { status: 400, fields: ['Host'] }],
      ['an expectation', 'GET /livez HTTP/1.1\r\nHost: a\r\nExpect: tea\r\n\r\n', { status: 400, fields: ['Expect'] }],
      [
        'two lengths',
        'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
        { status: 400, fields: ['request'] },
      ],
      ['NUL in a header', 'GET / HTTP/1.1\r\nHost: a\r\nX: \0\r\n\r\n', { status: 400, fields: ['request'] }],
      [
        'large headers',
        `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
        { status: 431, code: 'headers_too_large' },
      ],
      ['headers that do not come', 'GET / HTTP/1.1\r\nHost: a\r\n', { status: 408, code: 'request_timeout' }],
      [
        'a body that does not come',
        'POST /api/v1/sessions HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{',
        { status: 408, code: 'request_timeout' },
      ],
    ])('over the wire: %s', async (_name, pieces, expected) => {
      expect(problemOf(await sendRaw(desk.url, pieces))).toMatchObject(expected);
    });
  });

  describe('headers', () => {
    it('of the API', async () => {
      const { headers } = await call('GET', '/api/v1/sessions', undefined, { apiKey: desk.adminKey });
      expect(Object.fromEntries(headers)).toMatchObject({
        'cache-control': 'no-store',
        'content-security-policy': expect.stringContaining("default-src 'self'"),
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'permissions-policy': expect.stringContaining('microphone=()'),
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'SAMEORIGIN',
      });
      for (const name of ['x-powered-by', 'server', 'strict-transport-security', 'etag', 'set-cookie']) {
        expect([name, headers.get(name)]).toEqual([name, null]);
      }
    });

    it('of failures are the same', async () => {
      const { headers } = await call('GET', '/nope');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toContain("default-src 'self'");
    });

    it('of pages and their files let browsers ask again', async () => {
      const page = await call('GET', '/console');
      expect(page.headers.get('cache-control')).toBe('no-cache');
      expect(page.headers.get('content-security-policy')).not.toContain('unsafe');
      const file = await call('GET', '/assets/chat/main.js');
      expect(file.headers.get('cache-control')).toBe('public, max-age=0');
      expect(file.headers.get('etag')).toBeTruthy();
    });

    it('promise TLS only where there is some', async () => {
      const forwarded = { headers: { 'x-forwarded-proto': 'https' } };
      expect((await call('GET', '/livez', undefined, forwarded)).headers.get('strict-transport-security')).toBe(
        'max-age=31536000',
      );
    });

    it('keep idle connections longer than nginx does', () => {
      expect(desk.app.getHttpServer().keepAliveTimeout).toBeGreaterThan(60_000);
    });
  });

  describe('other origins', () => {
    const from = (origin: string): ApiOptions => ({ headers: { origin } });

    it('that are listed may read answers', async () => {
      const { headers } = await call('GET', '/livez', undefined, from('https://help.example'));
      expect(headers.get('access-control-allow-origin')).toBe('https://help.example');
      expect(headers.get('access-control-allow-credentials')).toBeNull();
      expect(headers.get('vary')).toContain('Origin');
      expect(headers.get('access-control-expose-headers')?.split(',')).toEqual(
        expect.arrayContaining(['RateLimit', 'RateLimit-Policy', 'Retry-After', 'X-Request-Id', 'ETag']),
      );
    });

    it('may read failures too', async () => {
      const { headers } = await call('GET', '/nope%00', undefined, from('https://shop.example'));
      expect(headers.get('access-control-allow-origin')).toBe('https://shop.example');
    });

    it.each(['https://evil.example', 'https://shop.example.evil.example', 'http://shop.example', 'null'])(
      'may not: %s',
      async (origin) => {
        const { headers } = await call('GET', '/livez', undefined, from(origin));
        expect(headers.get('access-control-allow-origin')).toBeNull();
        expect(headers.get('vary')).toContain('Origin');
      },
    );

    it('ask before they send, and remember the answer', async () => {
      const asked = { origin: 'https://shop.example', 'access-control-request-method': 'POST' };
      const headers = { ...asked, 'access-control-request-headers': 'authorization,content-type' };
      const answer = await call('OPTIONS', '/api/v1/sessions', undefined, { headers });
      expect(answer.status).toBe(204);
      expect(answer.headers.get('access-control-allow-methods')).toContain('POST');
      expect(answer.headers.get('access-control-allow-headers')).toBe('authorization,content-type');
      expect(answer.headers.get('access-control-max-age')).toBe('600');
    });

    it('are held to the same list by sockets', async () => {
      const ask = async (origin: string): Promise<string | null> =>
        (await call('GET', '/ws?EIO=4&transport=polling', undefined, from(origin))).headers.get(
          'access-control-allow-origin',
        );
      expect(await ask('https://shop.example')).toBe('https://shop.example');
      expect(await ask('https://evil.example')).toBeNull();
    });
  });

  it('lets every origin in where that is asked for, and never with credentials', async () => {
    const open = await startTestApp({ CORS_ORIGINS: '*' });
    const response = await open.api.request('GET', '/livez', undefined, { headers: { origin: 'https://any.example' } });
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('access-control-allow-credentials')).toBeNull();
    await open.close();
  });
});
