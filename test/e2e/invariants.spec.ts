import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AgentResponseDto } from '../../src/chat/agent-response.dto.js';
import { type MessagePageDto } from '../../src/chat/messages.dto.js';
import { type SessionDto } from '../../src/chat/sessions.dto.js';
import { DATABASE_KINDS } from '../support/databases.js';
import { startTestApp, type TestApp, type TestSession } from '../support/test-app.js';

/** The invariants of the product by their names, in both homes. Those of several instances and of people come with them. */
describe.each(DATABASE_KINDS)('invariants (%s)', (database) => {
  let desk: TestApp;
  beforeAll(async () => {
    desk = await startTestApp({ database });
  });
  afterAll(() => desk.close());

  const history = async ({ sessionId, token }: TestSession): Promise<MessagePageDto['data']> => {
    const { body } = await desk.api.get<MessagePageDto>(`/api/v1/chat/${sessionId}/messages?limit=200`, { token });
    if (!body.hasMore) return body.data;
    const rest = await desk.api.get<MessagePageDto>(
      `/api/v1/chat/${sessionId}/messages?limit=200&afterSeq=${body.nextCursor ?? ''}`,
      { token },
    );
    return [...body.data, ...rest.body.data];
  };
  const session = async ({ sessionId, token }: TestSession): Promise<SessionDto> =>
    (await desk.api.get<SessionDto>(`/api/v1/sessions/${sessionId}`, { token })).body;

  it('one turn at a time per conversation, and counters are exact', async () => {
    const customer = await desk.newSession();
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, n) => desk.ask(customer, `Message ${n}: what is your refund policy?`)),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 200 }, () => 200));
    expect(new Set(answers.map(({ body }) => body.messageId)).size).toBe(200);
    const counts = answers.map(({ body }) => body.metadata.messageCount).sort((a, b) => a - b);
    expect(counts).toEqual(Array.from({ length: 200 }, (_, n) => n + 1));
    const messages = await history(customer);
    expect(messages.map(({ seq }) => seq)).toEqual(Array.from({ length: 400 }, (_, n) => n + 1));
    // Each message stands directly before its own reply: no turn ran inside another.
    expect(messages.map(({ role }) => role)).toEqual(
      Array.from({ length: 400 }, (_, n) => (n % 2 === 0 ? 'customer' : 'agent')),
    );
    expect((await session(customer)).messageCount).toBe(200);
  });

  it('a retry is not a second message', async () => {
    const customer = await desk.newSession();
    const body = { clientMessageId: 'retry-1' };
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => desk.ask(customer, 'What is your refund policy?', body)),
    );
    const [first] = answers;
    for (const answer of answers) expect([answer.status, answer.body]).toEqual([200, first?.body]);
    expect(await history(customer)).toHaveLength(2);
    const byHeader = await desk.ask(
      customer,
      'What is your refund policy?',
      {},
      { headers: { 'idempotency-key': 'retry-1' } },
    );
    expect(byHeader.body).toEqual(first?.body);
    const reused = await desk.ask(customer, 'Something else', body);
    expect([reused.status, reused.body]).toMatchObject([422, { code: 'idempotency_key_reused', retryable: false }]);
    expect((await session(customer)).messageCount).toBe(1);
  });

  it('no cross-talk', async () => {
    const [anna, ben] = [await desk.newSession(), await desk.newSession()];
    await desk.ask(anna, 'My order number is AN-777888 and my e-mail is anna@example.org');
    const own = await desk.ask(anna, 'What is my order number?');
    expect(own.body.message).toContain('AN-777888');
    const other = await desk.ask(ben, 'What is my order number?');
    expect(JSON.stringify(other.body)).not.toContain('777888');
    const routes = ['chat/$/messages', 'sessions/$', 'sessions/$/memories'].map((route) =>
      route.replace('$', anna.sessionId),
    );
    for (const route of routes) {
      const answer = await desk.api.get(`/api/v1/${route}`, { token: ben.token });
      expect([route, answer.status, answer.body]).toMatchObject([route, 403, { code: 'forbidden' }]);
    }
    const sent = await desk.ask({ ...anna, token: ben.token }, 'hello');
    expect([sent.status, sent.body]).toMatchObject([403, { code: 'forbidden' }]);
  });

  it('deleted stays deleted', async () => {
    const customer = await desk.newSession();
    const running = Array.from({ length: 10 }, (_, n) => desk.ask(customer, `message ${n}`));
    const path = `/api/v1/sessions/${customer.sessionId}`;
    const { token } = customer;
    expect((await desk.api.delete(path, { token })).status).toBe(204);
    const statuses = (await Promise.all(running)).map(({ status }) => status);
    expect(statuses.every((status) => [200, 404, 409, 410].includes(status))).toBe(true);
    for (const answer of [await desk.ask(customer, 'hello'), await desk.api.get(path, { token })]) {
      expect([answer.status, answer.body]).toMatchObject([410, { code: 'gone' }]);
    }
    const again = await desk.api.post('/api/v1/sessions', { sessionId: customer.sessionId }, { apiKey: desk.adminKey });
    expect(again.status).toBe(410);
    const all = await desk.api.get<{ data: SessionDto[] }>('/api/v1/sessions?limit=200', { apiKey: desk.adminKey });
    expect(all.body.data.map(({ sessionId }) => sessionId)).not.toContain(customer.sessionId);
  });

  it('a deleted document can not be cited', async () => {
    const apiKey = desk.adminKey;
    const document = {
      title: 'Zorblax lamp',
      text: 'The zorblax lamp may be returned within 93 days of its delivery.',
    };
    const added = await desk.api.post<{ documentId: string }>('/api/v1/knowledge/documents', document, { apiKey });
    expect(added.status).toBe(201);
    const customer = await desk.newSession();
    const before = await desk.ask(customer, 'Within how many days may the zorblax lamp be returned?');
    expect(before.body).toMatchObject({
      message: expect.stringContaining('93 days'),
      sources: [{ index: 1, documentId: added.body.documentId }],
    });
    const path = `/api/v1/knowledge/documents/${added.body.documentId}`;
    expect((await desk.api.delete(path, { apiKey })).status).toBe(204);
    expect((await desk.api.delete(path, { apiKey })).status).toBe(404);
    const after: { body: AgentResponseDto } = await desk.ask(
      await desk.newSession(),
      'Within how many days may the zorblax lamp be returned?',
    );
    expect(after.body.message).not.toContain('93 days');
    expect(after.body.sources.map(({ documentId }) => documentId)).not.toContain(added.body.documentId);
  });
});
