import { createHash } from 'node:crypto';
import { type SessionEvent } from '@frontdesk/client';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '../../src/database/database.js';
import {
  type SaidMessageDto,
  type TicketChangeDto,
  type TicketDetailsDto,
  type TicketPageDto,
} from '../../src/handoff/tickets.dto.js';
import { type TicketDto } from '../../src/handoff/handoff.dto.js';
import { type ApiAnswer, type ApiOptions } from '../support/api-client.js';
import { onCleanUp } from '../support/clean-up.js';
import { connectOperator } from '../support/socket-client.js';
import { readEvents } from '../support/sse.js';
import { startTestApp, type TestApp, type TestSession } from '../support/test-app.js';
import { until } from '../support/until.js';

interface ProblemBody {
  readonly code: string;
}

let desk: TestApp;
beforeAll(async () => {
  desk = await startTestApp();
  await addKey('a key of services', ['chat']);
  await addKey('a key of the desk', ['operator']);
}, 120_000);

/** Keys of other scopes than the admin's come with the database alone so far. */
async function addKey(key: string, scopes: readonly string[]): Promise<void> {
  const text = 'INSERT INTO api_keys (key_id, name, digest, scopes, created_at) VALUES ($1, $1, $2, $3, now())';
  const digest = createHash('sha256').update(key).digest('hex');
  await desk.app.get(Database).query({ name: 'test_key', text }, [`key of ${scopes.join()}`, digest, scopes]);
}

const as = (name: string, headers: Readonly<Record<string, string>> = {}): ApiOptions => ({
  apiKey: 'a key of the desk',
  headers: { 'X-Operator-Name': name, ...headers },
});

const tickets = '/api/v1/tickets';

const requested = async (customer: TestSession): Promise<TicketDto> => {
  const path = `/api/v1/sessions/${customer.sessionId}/handoff`;
  return (await desk.api.post<TicketDto>(path, { note: 'about my parcel' }, customer)).body;
};

const claim = (ticketId: string, who: ApiOptions): Promise<ApiAnswer<TicketChangeDto & ProblemBody>> =>
  desk.api.post(`${tickets}/${ticketId}/claim`, undefined, who);

const history = async (customer: TestSession): Promise<string[]> => {
  const path = `/api/v1/chat/${customer.sessionId}/messages`;
  const { body } = await desk.api.get<{ data: { role: string; message: string }[] }>(path, customer);
  return body.data.map(({ role, message }) => `${role}: ${message}`);
};

/** Everything that the session's event stream tells, from the beginning. */
async function follow({ sessionId, token }: TestSession): Promise<readonly SessionEvent[]> {
  const closing = new AbortController();
  onCleanUp(async () => {
    closing.abort();
  });
  const path = `/api/v1/chat/${sessionId}/events?afterSeq=0`;
  const response = await desk.api.request('GET', path, undefined, { token, signal: closing.signal });
  const told: SessionEvent[] = [];
  const read = async (): Promise<void> => {
    for await (const { data } of readEvents(response)) told.push(JSON.parse(data) as SessionEvent);
  };
  void read().catch(() => undefined);
  return told;
}

function outline(event: SessionEvent): string {
  if (event.type === 'message.created') return `${event.type}: ${event.message.role} ${event.message.message}`;
  return event.type === 'handoff.updated' ? `${event.type}: ${event.handoff.state}` : event.type;
}

describe('people at the desk', () => {
  it('take a conversation over, answer in place of the agent, and give it back', async () => {
    const customer = await desk.newSession();
    const { ticketId, handoffState } = await requested(customer);
    expect(handoffState).toBe('queued');
    const taken = await claim(ticketId, as('Ana'));
    expect([taken.status, taken.body.ticket.assignee]).toEqual([
      200,
      { operatorId: 'key of operator:Ana', name: 'Ana' },
    ]);

    const heard = await desk.ask(customer, 'What is your refund policy?');
    expect([heard.status, heard.body]).toMatchObject([202, { message: '', handledBy: 'human' }]);
    const said = { message: 'I look into it.', clientMessageId: 'm-1' };
    const first = await desk.api.post<SaidMessageDto>(`${tickets}/${ticketId}/messages`, said, as('Ana'));
    const again = await desk.api.post<SaidMessageDto>(`${tickets}/${ticketId}/messages`, said, as('Ana'));
    expect([first.status, again.status, again.body]).toEqual([201, 201, first.body]);
    expect(await history(customer)).toEqual(['customer: What is your refund policy?', 'human: I look into it.']);

    const how = { status: 'pending', note: 'told him to wait' };
    const given = await desk.api.post<TicketChangeDto>(`${tickets}/${ticketId}/release`, how, as('Ana'));
    expect([given.status, given.body.ticket]).toMatchObject([200, { status: 'pending', handoffState: 'returned' }]);
    expect(given.body.seq).toBeGreaterThan(first.body.seq);
    const answered = await desk.ask(customer, 'What is your refund policy?');
    expect([answered.status, answered.body.handledBy]).toEqual([200, 'agent']);
    const { body } = await desk.api.get<TicketDetailsDto>(`${tickets}/${ticketId}`, as('Ben'));
    expect(body.notes).toMatchObject([{ author: { name: 'Ana' }, text: 'told him to wait' }]);
    expect(body.history.map(({ state }) => state)).toEqual(['requested', 'queued', 'assigned', 'active', 'returned']);
  });

  it('hear what the customer writes, and the customer hears them, over every way that tells', async () => {
    const customer = await desk.newSession();
    const { ticketId } = await requested(customer);
    const console = connectOperator(desk.url, { apiKey: 'a key of the desk', name: 'Ana' });
    expect(await console.settled()).toBeUndefined();
    const stream = await follow(customer);
    await console.do('watch', { sessionId: customer.sessionId, afterSeq: 0 });
    await console.do('ticket.claim', { ticketId });
    const heard = await desk.ask(customer, 'Are you there?', { clientMessageId: 'c-1' });
    expect([heard.status, heard.body]).toMatchObject([202, { message: '', handledBy: 'human' }]);
    expect((await desk.ask(customer, 'Are you there?', { clientMessageId: 'c-1' })).status).toBe(202);
    await desk.api.post(`${tickets}/${ticketId}/messages`, { message: 'Yes, I am.' }, as('Ana'));
    const expected = [
      'handoff.updated: queued',
      'handoff.updated: assigned',
      'message.created: customer Are you there?',
      'message.created: human Yes, I am.',
      'handoff.updated: active',
    ];
    await until(() => console.events.length >= expected.length && stream.length >= expected.length);
    expect(console.events.map((event) => outline(event))).toEqual(expected);
    expect(stream.map((event) => outline(event))).toEqual(expected);
    expect(console.seqs()).toEqual([1, 2, 3, 4, 5]);
    expect(await history(customer)).toEqual(['customer: Are you there?', 'human: Yes, I am.']);
  });

  it('are refused what another person has', async () => {
    const { ticketId } = await requested(await desk.newSession());
    await claim(ticketId, as('Ana'));
    expect(await claim(ticketId, as('Ben'))).toMatchObject({ status: 409, body: { code: 'ticket_taken' } });
    expect((await claim(ticketId, as('Ana'))).status).toBe(200);
    const post = (step: string, body: object): Promise<ApiAnswer<ProblemBody>> =>
      desk.api.post(`${tickets}/${ticketId}/${step}`, body, as('Ben'));
    expect(await post('messages', { message: 'Hello' })).toMatchObject({
      status: 409,
      body: { code: 'ticket_not_yours' },
    });
    expect(await post('release', {})).toMatchObject({ status: 409, body: { code: 'ticket_not_yours' } });
    expect(await post('release', { force: true })).toMatchObject({ status: 403 });
    const admin = { apiKey: desk.adminKey };
    expect((await desk.api.post(`${tickets}/${ticketId}/release`, { force: true }, admin)).status).toBe(200);
    expect((await claim(ticketId, as('Ben'))).status).toBe(200);
  });

  it('see a queue, edit tickets by version, and note for each other', async () => {
    const one = await requested(await desk.newSession());
    const two = await requested(await desk.newSession());
    const edit = (ticketId: string, change: object, headers = {}): Promise<ApiAnswer<TicketDetailsDto & ProblemBody>> =>
      desk.api.patch(`${tickets}/${ticketId}`, change, as('Ana', headers));
    const urgent = await edit(two.ticketId, { priority: 'urgent', note: 'a good customer' });
    expect([urgent.status, urgent.body]).toMatchObject([
      200,
      { priority: 'urgent', notes: [{ text: 'a good customer' }] },
    ]);
    const etag = urgent.headers.get('etag') ?? '';
    expect((await edit(two.ticketId, { status: 'open' }, { 'If-Match': etag })).status).toBe(200);
    const stale = await edit(two.ticketId, { status: 'pending' }, { 'If-Match': etag });
    expect([stale.status, stale.body.code]).toEqual([409, 'conflict']);
    const impossible = await edit(two.ticketId, { status: 'new' });
    expect([impossible.status, impossible.body.code]).toEqual([409, 'ticket_move_impossible']);
    const noted = await desk.api.post<TicketDetailsDto>(
      `${tickets}/${one.ticketId}/notes`,
      { text: 'called' },
      as('Ben'),
    );
    expect([noted.status, noted.body.notes]).toMatchObject([201, [{ text: 'called', author: { name: 'Ben' } }]]);

    const list = async (query: string): Promise<string[]> => {
      const { body } = await desk.api.get<TicketPageDto>(`${tickets}?${query}`, as('Ana'));
      return body.data.map(({ ticketId }) => ticketId);
    };
    await claim(one.ticketId, as('Ana'));
    expect((await list('status=new&status=open')).slice(0, 1)).toEqual([two.ticketId]);
    expect(await list('assignee=me&handoffState=assigned,active')).toContain(one.ticketId);
    expect(await list('assignee=none')).not.toContain(one.ticketId);
    expect(await list(`sessionId=${two.sessionId}`)).toEqual([two.ticketId]);
    expect((await desk.api.get<ProblemBody>(`${tickets}?status=lost`, as('Ana'))).body.code).toBe('validation_failed');
    expect((await desk.api.get<ProblemBody>(`${tickets}/tkt_none`, as('Ana'))).status).toBe(404);
  });

  it('are told apart by their names, which may be in any script', async () => {
    const { ticketId } = await requested(await desk.newSession());
    const taken = await claim(ticketId, as(encodeURIComponent('Łukasz Żak')));
    expect(taken.body.ticket.assignee?.name).toBe('Łukasz Żak');
    const nameless = await claim(ticketId, as('x'.repeat(81)));
    expect([nameless.status, nameless.body.code]).toEqual([400, 'validation_failed']);
  });

  it('are the only ones who see tickets', async () => {
    const customer = await desk.newSession();
    const { ticketId, ...ticket } = await requested(customer);
    expect(Object.keys(ticket)).not.toContain('summary');
    for (const stranger of [customer, { apiKey: 'a key of services' }]) {
      expect((await desk.api.get(`${tickets}/${ticketId}`, stranger)).status).toBe(403);
      expect((await claim(ticketId, stranger)).status).toBe(403);
    }
    expect((await desk.api.get(tickets)).status).toBe(401);
  });

  it('are no longer called when the customer does not want them', async () => {
    const customer = await desk.newSession();
    const path = `/api/v1/sessions/${customer.sessionId}/handoff`;
    expect((await desk.api.delete(path, customer)).status).toBe(404);
    const { ticketId } = await requested(customer);
    expect((await desk.api.delete(path, customer)).status).toBe(204);
    const { body } = await desk.api.get<TicketDetailsDto>(`${tickets}/${ticketId}`, as('Ana'));
    expect(body).toMatchObject({ status: 'solved', handoffState: 'cancelled' });
    const { ticketId: next } = await requested(customer);
    await claim(next, as('Ana'));
    expect((await desk.api.delete<ProblemBody>(path, customer)).body).toMatchObject({ code: 'ticket_move_impossible' });
  });
});
