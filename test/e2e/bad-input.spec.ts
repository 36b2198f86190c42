import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ApiOptions } from '../support/api-client.js';
import { startTestApp, type TestApp, type TestSession } from '../support/test-app.js';

interface ProblemBody {
  readonly code: string;
  readonly requestId: string;
  readonly errors: { readonly field: string }[];
}

describe('bad input', () => {
  let desk: TestApp;
  let customer: TestSession;
  beforeAll(async () => {
    desk = await startTestApp();
    customer = await desk.newSession();
  });
  afterAll(() => desk.close());

  const send = async (
    method: string,
    path: string,
    body?: unknown,
    options: ApiOptions = { token: customer.token },
  ): Promise<{ status: number; code: string; fields: string[] }> => {
    const raw = typeof body === 'string' ? { ...options, headers: { 'content-type': 'application/json' } } : options;
    const response = await desk.api.request(method, path, body, raw);
    expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    const problem = (await response.json()) as ProblemBody;
    expect(problem.requestId).toBe(response.headers.get('x-request-id'));
    expect(response.headers.get('x-process-time')).toMatch(/^\d+(\.\d+)?$/);
    return { status: response.status, code: problem.code, fields: problem.errors.map(({ field }) => field) };
  };
  const messagesOf = (sessionId: string): string => `/api/v1/chat/${sessionId}/messages`;
  const invalid = (...fields: string[]): object => ({ status: 400, code: 'validation_failed', fields });

  it.each<[string, unknown, object]>([
    ['no message', {}, invalid('message')],
    ['a number for a message', { message: 1 }, invalid('message')],
    ['null for a message', { message: null }, invalid('message')],
    ['an empty message', { message: ' \n ' }, invalid('message')],
    ['a message that is too long', { message: 'x'.repeat(8001) }, invalid('message')],
    ['NUL in a message', { message: 'a\u0000b' }, invalid('message')],
    ['a lone surrogate in a message', '{"message":"a\\ud800b"}', invalid('message')],
    ['an unknown field', { message: 'hi', admin: true }, invalid('admin')],
    ['a wrong onBusy', { message: 'hi', onBusy: 'explode' }, invalid('onBusy')],
    ['a wrong clientMessageId', { message: 'hi', clientMessageId: 'a b' }, invalid('clientMessageId')],
    ['broken JSON', '{"message": ', invalid('body')],
    ['an array for a body', [1], invalid('0')],
    ['2 MB', { message: 'x'.repeat(2_000_000) }, { status: 413, code: 'payload_too_large', fields: [] }],
  ])('%s', async (_name, body, expected) => {
    const { sessionId, token } = await desk.newSession();
    const answer = await send('POST', messagesOf(sessionId), body, { token });
    expect({ ...answer, fields: answer.fields.slice(0, 1) }).toEqual(expected);
    const history = await desk.api.get<{ data: unknown[] }>(messagesOf(sessionId), { token });
    expect(history.body.data).toEqual([]);
  });

  it.each([
    ['a slash', encodeURIComponent('a/b'), 400],
    ['a thousand characters', 'x'.repeat(1000), 400],
    ['a NUL', '%00', 400],
    ['a broken escape', '%E0%A4%A', 400],
    ['blanks', '%20', 400],
  ])('a sessionId with %s', async (_name, sessionId, status) => {
    for (const options of [{ token: customer.token }, { apiKey: desk.adminKey }, {}]) {
      expect((await send('POST', messagesOf(sessionId), { message: 'hi' }, options)).status).toBe(status);
      expect((await send('GET', `/api/v1/sessions/${sessionId}`, undefined, options)).status).toBe(status);
    }
  });

  it('an unknown session', async () => {
    const apiKey = desk.adminKey;
    const expected = { status: 404, code: 'not_found' };
    expect(await send('POST', messagesOf('nobody'), { message: 'hi' }, { apiKey })).toMatchObject(expected);
    expect(await send('GET', messagesOf('nobody'), undefined, { apiKey })).toMatchObject(expected);
    expect(await send('GET', '/api/v1/sessions/nobody', undefined, { apiKey })).toMatchObject(expected);
    expect(await send('DELETE', '/api/v1/sessions/nobody', undefined, { apiKey })).toMatchObject(expected);
    expect(await send('POST', messagesOf('nobody'), { message: 'hi' })).toMatchObject({
      status: 403,
      code: 'forbidden',
    });
  });

  it.each<[string, ApiOptions]>([
    ['none', {}],
    ['a made-up token', { token: 'abc' }],
    ['a token that was changed', { token: 'tampered' }],
    ['a made-up key', { apiKey: 'nope' }],
    ['another scheme', { headers: { authorization: 'Basic YTpi' } }],
  ])('credential: %s', async (_name, options) => {
    const changed = options.token === 'tampered' ? { token: `${customer.token.slice(0, -4)}AAAA` } : options;
    const expected = { status: 401, code: 'unauthenticated' };
    expect(await send('POST', messagesOf(customer.sessionId), { message: 'hi' }, changed)).toMatchObject(expected);
    expect(await send('GET', '/api/v1/sessions', undefined, changed)).toMatchObject(expected);
  });

  it('a customer where a key is needed', async () => {
    const forbidden = { status: 403, code: 'forbidden' };
    expect(await send('GET', '/api/v1/sessions')).toMatchObject(forbidden);
    expect(await send('GET', '/api/v1/sessions/stats')).toMatchObject(forbidden);
    expect(await send('POST', '/api/v1/knowledge/documents', { text: 'x' })).toMatchObject(forbidden);
    expect(await send('POST', '/api/v1/knowledge/search', { query: 'x' })).toMatchObject(forbidden);
    expect(await send('GET', '/api/v1/knowledge/unanswered')).toMatchObject(forbidden);
    expect(await send('POST', '/api/v1/sessions', { sessionId: 'mine' })).toMatchObject(forbidden);
  });

  it.each<[string, object]>([
    ['sessionId with a slash', { sessionId: 'a/b' }],
    ['metadata that is no object', { metadata: [] }],
    ['metadata with a NUL', { metadata: { a: '\u0000' } }],
    ['metadata that is too deep', { metadata: JSON.parse(`${'{"a":'.repeat(20)}1${'}'.repeat(20)}`) as object }],
  ])('a new session with %s', async (_name, body) => {
    expect(await send('POST', '/api/v1/sessions', body, { apiKey: desk.adminKey })).toMatchObject({ status: 400 });
  });

  it('prototype names in metadata reach nobody', async () => {
    const body = '{"metadata":{"kept":{"__proto__":{"polluted":1}}}}';
    expect(await send('POST', '/api/v1/sessions', body)).toEqual(invalid('metadata.kept.__proto__'));
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it.each<[string, unknown]>([
    ['nothing', {}],
    ['an empty text', { text: '  ' }],
    ['a number', { text: 5 }],
    ['a NUL', { text: 'a\u0000' }],
    ['a script for an address', { text: 'a', url: 'javascript:alert(1)' }],
    ['no documents', { documents: [] }],
    ['one wrong among documents', { documents: [{ text: 'right' }, { title: 'no text' }] }],
  ])('a document with %s', async (_name, body) => {
    const apiKey = desk.adminKey;
    expect(await send('POST', '/api/v1/knowledge/documents', body, { apiKey })).toMatchObject({ status: 400 });
    const found = await desk.api.post<{ sources: { content: string }[] }>(
      '/api/v1/knowledge/search',
      { query: 'right' },
      { apiKey },
    );
    expect(found.body.sources.map(({ content }) => content)).not.toContain('right');
  });

  it.each<[string, object]>([
    ['no query', {}],
    ['k over its bound', { query: 'a', k: 51 }],
    ['a fraction for k', { query: 'a', k: 1.5 }],
    ['a threshold over 1', { query: 'a', threshold: 2 }],
    ['a filter that is no object', { query: 'a', filter: 'x' }],
    ['a NUL in the query', { query: '\u0000' }],
  ])('a search with %s', async (_name, body) => {
    expect(await send('POST', '/api/v1/knowledge/search', body, { apiKey: desk.adminKey })).toMatchObject({
      status: 400,
    });
  });

  it('addresses, methods and cursors that are not there', async () => {
    const apiKey = desk.adminKey;
    expect(await send('GET', '/api/v1/nothing', undefined, { apiKey })).toMatchObject({
      status: 404,
      code: 'not_found',
    });
    expect(await send('PUT', '/api/v1/sessions', {}, { apiKey })).toMatchObject({ status: 405 });
    expect(await send('GET', '/api/v1/sessions?limit=0', undefined, { apiKey })).toMatchObject({ status: 400 });
    expect(await send('GET', '/api/v1/sessions?cursor=zzz', undefined, { apiKey })).toMatchObject({ status: 400 });
    expect(await send('GET', '/api/v1/knowledge/documents?cursor=-1', undefined, { apiKey })).toMatchObject({
      status: 400,
    });
    expect(await send('GET', `${messagesOf(customer.sessionId)}?afterSeq=x`)).toMatchObject({ status: 400 });
    expect(await send('GET', '/api/v1/knowledge/documents/doc_%00', undefined, { apiKey })).toMatchObject({
      status: 400,
    });
  });

  it('a request id that would break a log line is replaced, a sound one is kept', async () => {
    const ids = await Promise.all(
      ['mine-1', 'two words', 'x'.repeat(200)].map(async (id) => {
        const response = await desk.api.request('GET', '/livez', undefined, { headers: { 'x-request-id': id } });
        return response.headers.get('x-request-id');
      }),
    );
    expect(ids).toEqual(['mine-1', expect.stringMatching(/^req_/), expect.stringMatching(/^req_/)]);
  });
});
