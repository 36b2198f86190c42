import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AgentResponseDto } from '../../src/chat/agent-response.dto.js';
import { type MessagePageDto } from '../../src/chat/messages.dto.js';
import { type SessionDto } from '../../src/chat/sessions.dto.js';
import { FakeClock } from '../support/fake-clock.js';
import { readEvents } from '../support/sse.js';
import { startTestApp, type TestApp, type TestSession } from '../support/test-app.js';

interface StreamedEvent {
  readonly type: string;
  readonly seq: number;
  readonly delta?: string;
  readonly sources?: AgentResponseDto['sources'];
  readonly response?: AgentResponseDto;
  readonly error?: { readonly code: string; readonly requestId: string };
}

describe('chat', () => {
  const clock = new FakeClock();
  let desk: TestApp;
  beforeAll(async () => {
    desk = await startTestApp({ clock });
  });
  afterAll(() => desk.close());

  const stream = async ({ sessionId, token }: TestSession, message: string): Promise<StreamedEvent[]> => {
    const headers = { accept: 'text/event-stream' };
    const path = `/api/v1/chat/${sessionId}/messages`;
    const events: StreamedEvent[] = [];
    for await (const { data } of readEvents(await desk.api.request('POST', path, { message }, { token, headers }))) {
      events.push(JSON.parse(data) as StreamedEvent);
    }
    return events;
  };
  const session = async ({ sessionId, token }: TestSession): Promise<SessionDto> =>
    (await desk.api.get<SessionDto>(`/api/v1/sessions/${sessionId}`, { token })).body;

  it('answers from the pages with citations that hold what is said', async () => {
    const { status, body } = await desk.ask(await desk.newSession(), 'What is your refund policy?');
    expect(status).toBe(200);
    expect(body.message).toMatch(/30 days.*\[1\]/s);
    expect(body.sources[0]).toMatchObject({
      index: 1,
      support: 'supported',
      quote: expect.stringContaining('30 days'),
    });
    expect(body).toMatchObject({ requiresEscalation: false, toolsUsed: ['knowledge_search'] });
    expect(body.grounding.score).toBe(1);
    expect(body.metadata).toMatchObject({
      model: 'extractive',
      sessionStore: 'in_memory',
      degraded: [],
      messageCount: 1,
    });
  });

  it('greets once', async () => {
    const customer = await desk.newSession();
    const [first, second] = [
      await desk.ask(customer, 'When is support open?'),
      await desk.ask(customer, 'How can I pay?'),
    ];
    expect(first.body.message).toMatch(/^Hello/);
    expect(second.body.message).not.toMatch(/^Hello/);
  });

  it('finds a follow-up question by what was said before', async () => {
    const customer = await desk.newSession();
    await desk.ask(customer, 'How do I get a refund?');
    const { body } = await desk.ask(customer, 'and how long does that take?');
    expect(body.metadata.hasContext).toBe(true);
    expect(body.sources.map(({ title }) => title).join()).toMatch(/refund/i);
  });

  it('says so when the pages do not answer, counts the question, and gives a yes to a person', async () => {
    const customer = await desk.newSession();
    const question = 'Do you sell submarines with a periscope?';
    const { body } = await desk.ask(customer, question);
    expect(body).toMatchObject({
      message: 'I could not find this in our help pages; shall I connect you with a person?',
      sources: [],
      requiresEscalation: false,
    });
    const unanswered = await desk.api.get<{ data: { question: string; count: number }[] }>(
      '/api/v1/knowledge/unanswered',
      {
        apiKey: desk.adminKey,
      },
    );
    expect(unanswered.body.data).toContainEqual(expect.objectContaining({ question, count: 1 }));
    const yes = await desk.ask(customer, 'Yes please');
    expect(yes.body).toMatchObject({ requiresEscalation: true, escalation: { reasons: ['human_request'] } });
  });

  it('opens one ticket for the wish for a person, by words or by the button', async () => {
    const customer = await desk.newSession();
    const first = await desk.ask(customer, 'Can I talk to a real person, please?');
    const ticketId = first.body.escalation?.ticketId;
    expect(first.body.requiresEscalation).toBe(true);
    const button = await desk.api.post<{ ticketId: string; number: number }>(
      `/api/v1/sessions/${customer.sessionId}/handoff`,
      { note: 'urgent' },
      { token: customer.token },
    );
    expect([button.status, button.body.ticketId]).toEqual([201, ticketId]);
    expect(first.body.message).toContain(String(button.body.number));
    expect((await desk.ask(customer, 'I want to speak to a human!')).body.escalation?.ticketId).toBe(ticketId);
    expect((await session(customer)).escalated).toBe(true);
  });

  it('remembers what a customer tells, shows it, and forgets it on demand', async () => {
    const customer = await desk.newSession();
    const path = `/api/v1/sessions/${customer.sessionId}/memories`;
    const told = await desk.ask(customer, 'My order number is QX-12345, write to kim@example.org');
    expect(told.body.metadata.factsExtracted).toBe(2);
    expect((await desk.ask(customer, 'What is my order number?')).body.message).toContain('QX-12345');
    const known = await desk.api.get<{ data: { kind: string; value: string; messageId: string }[] }>(path, customer);
    expect(known.body.data.map(({ kind }) => kind).sort()).toEqual(['email', 'order_number', 'situation']);
    const facts = await desk.api.get<{ data: { kind: string; memoryId: string }[] }>(`${path}?type=fact`, customer);
    expect(facts.body.data.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['email', 'order_number']));
    const email = facts.body.data.find(({ kind }) => kind === 'email')?.memoryId ?? '';
    expect((await desk.api.delete(`${path}/${email}`, customer)).status).toBe(204);
    expect((await desk.api.delete(`${path}/${email}`, customer)).status).toBe(404);
    const stranger = await desk.newSession();
    expect((await desk.api.delete(`${path}/${email}`, stranger)).status).toBe(403);
    expect(known.body.data[0]?.messageId).toMatch(/^msg_/);
    expect((await desk.api.delete(path, customer)).status).toBe(204);
    expect((await desk.ask(customer, 'What is my order number?')).body.message).not.toContain('QX-12345');
  });

  it('streams its events in order, numbered without gaps over the turns of a session', async () => {
    const customer = await desk.newSession();
    const first = await stream(customer, 'What is your refund policy?');
    expect(first.map(({ type }) => type).filter((type, at, all) => type !== all[at - 1])).toEqual([
      ...['start', 'status', 'sources', 'text', 'complete'],
    ]);
    const text = first.map(({ delta = '' }) => delta).join('');
    const response = first.at(-1)?.response;
    expect(response?.message).toBe(text);
    expect(first.find(({ type }) => type === 'sources')?.sources).toEqual(response?.sources);
    const second = await stream(customer, 'Give me a human agent');
    expect(second.map(({ type }) => type)).toEqual(['start', 'status', 'escalation', 'text', 'complete']);
    expect([...first, ...second].map(({ seq }) => seq)).toEqual([...first, ...second].map((_, n) => n + 1));
  });

  it('fails a stream before its first event with an ordinary problem', async () => {
    const { sessionId } = await desk.newSession();
    const headers = { accept: 'text/event-stream' };
    const path = `/api/v1/chat/${sessionId}/messages`;
    const response = await desk.api.request('POST', path, { message: 'hi' }, { headers });
    expect([response.status, response.headers.get('content-type')]).toEqual([
      401,
      'application/problem+json; charset=utf-8',
    ]);
  });

  it('finishes an answer whose reader has gone', async () => {
    const customer = await desk.newSession();
    const leave = new AbortController();
    const options = { token: customer.token, headers: { accept: 'text/event-stream' }, signal: leave.signal };
    const path = `/api/v1/chat/${customer.sessionId}/messages`;
    const response = await desk.api.request('POST', path, { message: 'What is your refund policy?' }, options);
    for await (const event of readEvents(response)) if (event.event === 'start') break;
    leave.abort();
    const next = await desk.ask(customer, 'When is support open?');
    expect(next.body.metadata.messageCount).toBe(2);
    const history = await desk.api.get<MessagePageDto>(path, { token: customer.token });
    expect(history.body.data.map(({ role }) => role)).toEqual(['customer', 'agent', 'customer', 'agent']);
  });

  it('goes on with a session that expired, and says so', async () => {
    const customer = await desk.newSession();
    const before = await desk.ask(customer, 'My order number is ZZ-98765');
    clock.advance(31 * 60_000);
    const after = await desk.ask(customer, 'What is my order number?');
    expect(after.body.metadata).toMatchObject({ resumed: true, messageCount: 2 });
    expect(after.body.message).toContain('ZZ-98765');
    expect(before.body.metadata.resumed).toBe(false);
    expect((await desk.ask(customer, 'thanks')).body.metadata).toMatchObject({ resumed: false, messageCount: 3 });
    clock.advance(8 * 24 * 3_600_000);
    const late = await desk.ask(customer, 'hello?');
    expect([late.status, late.body]).toMatchObject([401, { code: 'session_expired' }]);
  });

  it('rates a reply', async () => {
    const customer = await desk.newSession();
    const { body } = await desk.ask(customer, 'How can I pay?');
    const feedback = (messageId: string, rating: string) =>
      desk.api.put(
        `/api/v1/chat/${customer.sessionId}/messages/${messageId}/feedback`,
        { rating, comment: 'ok' },
        customer,
      );
    expect((await feedback(body.messageId, 'like')).status).toBe(204);
    expect((await feedback('msg_nothing', 'like')).status).toBe(404);
    expect((await feedback(body.messageId, 'meh')).status).toBe(400);
  });

  it('stops nothing when nothing runs', async () => {
    const customer = await desk.newSession();
    const stopped = await desk.api.post(`/api/v1/chat/${customer.sessionId}/stop`, {}, customer);
    expect([stopped.status, stopped.body]).toEqual([202, { stopped: false }]);
  });
});
