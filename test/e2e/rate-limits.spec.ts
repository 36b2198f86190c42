import { describe, expect, it } from '@jest/globals';
import { type Problem } from '@frontdesk/client';
import { type CreatedSessionDto } from '../../src/chat/sessions.dto.js';
import { type ApiAnswer } from '../support/api-client.js';
import { connectCustomer, connectOperator } from '../support/socket-client.js';
import { startTestApp, type TestApp, type TestAppOptions } from '../support/test-app.js';
import { until } from '../support/until.js';

/** Long enough that no budget is whole again within a test. */
const HOUR = { RATE_LIMIT_PERIOD: '3600', sampleKnowledge: false } as const;

function startDesk(options: TestAppOptions): Promise<TestApp> {
  return startTestApp({ ...HOUR, ...options });
}

function openFrom(desk: TestApp, forwarded?: string): Promise<ApiAnswer<CreatedSessionDto & Problem>> {
  return desk.api.post(
    '/api/v1/sessions',
    {},
    forwarded === undefined ? {} : { headers: { 'x-forwarded-for': forwarded } },
  );
}

describe('calls over REST', () => {
  it('are told their budget, and refused with the time when there is some again', async () => {
    const desk = await startDesk({ RATE_LIMIT_MESSAGES: '2', RATE_LIMIT_ADDRESS_MESSAGES: '1000' });
    const session = await desk.newSession();
    const first = await desk.ask(session, 'Hello');
    expect(first.status).toBe(200);
    expect(first.headers.get('ratelimit-policy')).toBe('"message";q=2;w=3600, "message-address";q=1000;w=3600');
    expect(first.headers.get('ratelimit')).toMatch(/^"message";r=1;t=3[56]\d\d$/);
    expect((await desk.ask(session, 'Hello')).headers.get('ratelimit')).toMatch(/^"message";r=0;t=3[56]\d\d$/);

    const third = await desk.ask(session, 'Hello');
    expect(third.status).toBe(429);
    expect(third.headers.get('content-type')).toMatch('application/problem+json');
    expect(third.headers.get('ratelimit')).toMatch(/^"message";r=0;t=3[56]\d\d$/);
    const wait = Number(third.headers.get('retry-after'));
    expect(wait).toBeGreaterThan(3500);
    expect(third.body).toMatchObject({
      code: 'rate_limited',
      status: 429,
      retryable: true,
      retryAfter: wait,
      detail: `Too many messages. Try again in ${wait} s.`,
    });
    // Another session at the same address has its own budget.
    expect((await desk.ask(await desk.newSession(), 'Hello')).status).toBe(200);
  });

  it('pass again when the period is over', async () => {
    const desk = await startDesk({ RATE_LIMIT_PERIOD: '1', RATE_LIMIT_SESSIONS: '1' });
    expect((await openFrom(desk)).status).toBe(201);
    await until(async () => (await openFrom(desk)).status === 201);
  });

  it('share one budget for reading and changing, by session', async () => {
    const desk = await startDesk({ RATE_LIMIT_REQUESTS: '3' });
    const [one, other] = [await desk.newSession(), await desk.newSession()];
    const read = (session = one) => desk.api.get(`/api/v1/chat/${session.sessionId}/messages`, session);
    expect((await read()).headers.get('ratelimit-policy')).toBe('"request";q=3;w=3600');
    expect((await desk.api.post(`/api/v1/chat/${one.sessionId}/stop`, {}, one)).status).toBe(202);
    expect((await read()).status).toBe(200);
    expect((await desk.api.post(`/api/v1/chat/${one.sessionId}/stop`, {}, one)).status).toBe(429);
    expect((await read()).status).toBe(429);
    expect((await read(other)).status).toBe(200);
  });

  it('count a stream once, when it begins', async () => {
    const desk = await startDesk({ RATE_LIMIT_REQUESTS: '1' });
    const session = await desk.newSession();
    const cut = new AbortController();
    const path = `/api/v1/chat/${session.sessionId}/events`;
    const stream = await desk.api.request('GET', path, undefined, { token: session.token, signal: cut.signal });
    expect([stream.status, stream.headers.get('ratelimit-policy')]).toEqual([200, '"request";q=1;w=3600']);
    const reader = stream.body!.getReader();
    expect((await desk.ask(session, 'Hello')).status).toBe(200);
    expect((await reader.read()).done).toBe(false);
    expect((await desk.api.get(path, session)).status).toBe(429);
    cut.abort();
  });

  it('with an API key are counted by the key, whatever they ask for', async () => {
    const desk = await startDesk({ RATE_LIMIT_KEY_REQUESTS: '3', RATE_LIMIT_SESSIONS: '1' });
    const apiKey = desk.adminKey;
    for (let n = 0; n < 2; n += 1) expect((await desk.api.post('/api/v1/sessions', {}, { apiKey })).status).toBe(201);
    const third = await desk.api.get('/api/v1/sessions', { apiKey });
    expect([third.status, third.headers.get('ratelimit-policy')]).toEqual([200, '"key";q=3;w=3600']);
    expect((await desk.api.get('/api/v1/sessions', { apiKey })).status).toBe(429);
    expect((await openFrom(desk)).status).toBe(201);
  });

  it('that nobody has to limit carry no header', async () => {
    const desk = await startDesk({ RATE_LIMIT_SESSIONS: '1' });
    for (const path of ['/', '/health', '/health/live', '/metrics']) {
      const answer = await desk.api.get(path);
      expect([path, answer.status, answer.headers.has('ratelimit')]).toEqual([path, 200, false]);
    }
  });

  it('are not counted with RATE_LIMIT_ENABLED=false', async () => {
    const desk = await startDesk({
      RATE_LIMIT_ENABLED: 'false',
      RATE_LIMIT_SESSIONS: '1',
      RATE_LIMIT_FAILED_CREDENTIALS: '1',
    });
    for (let n = 0; n < 5; n += 1) {
      const answer = await openFrom(desk);
      expect([answer.status, answer.headers.has('ratelimit')]).toEqual([201, false]);
      expect((await desk.api.get('/api/v1/sessions', { apiKey: `wrong-${n}` })).status).toBe(401);
    }
  });
});

describe('the address of a caller', () => {
  it('is limited here too, where it is this machine', async () => {
    const desk = await startDesk({ RATE_LIMIT_SESSIONS: '2' });
    expect((await openFrom(desk)).status).toBe(201);
    expect((await openFrom(desk)).status).toBe(201);
    expect((await openFrom(desk)).status).toBe(429);
  });

  it('is the connection without a proxy: nothing a caller writes changes it', async () => {
    const desk = await startDesk({ TRUST_PROXY: '0', RATE_LIMIT_SESSIONS: '1' });
    expect((await openFrom(desk, '203.0.113.1')).status).toBe(201);
    expect((await openFrom(desk, '203.0.113.2')).status).toBe(429);
  });

  it.each([
    // One proxy: it wrote the last entry.
    [
      '1',
      ['198.51.100.1, 203.0.113.1', '198.51.100.2, 203.0.113.1', '127.0.0.1, 203.0.113.1'],
      '198.51.100.1, 203.0.113.2',
    ],
    // Two: the last but one is believed.
    ['2', ['9.9.9.9, 203.0.113.1, 10.0.0.1', '8.8.8.8, 203.0.113.1, 10.0.0.2'], '9.9.9.9, 203.0.113.2, 10.0.0.1'],
  ])('is what TRUST_PROXY=%s proxies vouch for, and no entry left of it', async (trust, same, another) => {
    const desk = await startDesk({ TRUST_PROXY: trust, RATE_LIMIT_SESSIONS: '1' });
    const [first = '', ...forged] = same;
    expect((await openFrom(desk, first)).status).toBe(201);
    for (const list of forged) expect((await openFrom(desk, list)).status).toBe(429);
    expect((await openFrom(desk, another)).status).toBe(201);
  });

  it('is one for a whole IPv6 /64', async () => {
    const desk = await startDesk({ TRUST_PROXY: '1', RATE_LIMIT_SESSIONS: '1' });
    expect((await openFrom(desk, '2001:db8:1:2::1')).status).toBe(201);
    expect((await openFrom(desk, '2001:db8:1:2:aaaa:bbbb:cccc:dddd')).status).toBe(429);
    expect((await openFrom(desk, '2001:db8:1:3::1')).status).toBe(201);
  });

  it('has a budget for all its sessions, which a session that is refused does not use up', async () => {
    const desk = await startDesk({ RATE_LIMIT_MESSAGES: '2', RATE_LIMIT_ADDRESS_MESSAGES: '4' });
    const sessions = [await desk.newSession(), await desk.newSession(), await desk.newSession()];
    const [one, two, three] = sessions as [(typeof sessions)[0], (typeof sessions)[0], (typeof sessions)[0]];
    const statuses = [];
    for (const session of [one, one, one, one, two, two, three]) statuses.push((await desk.ask(session, 'Hi')).status);
    expect(statuses).toEqual([200, 200, 429, 429, 200, 200, 429]);
  });
});

describe('sockets', () => {
  it('take messages from the budget that REST takes from, and tell when there is some again', async () => {
    const desk = await startDesk({ RATE_LIMIT_MESSAGES: '3', RATE_LIMIT_ADDRESS_MESSAGES: '1000' });
    const session = await desk.newSession();
    const tabs = [connectCustomer(desk.url, session), connectCustomer(desk.url, session)];
    for (const [n, tab] of tabs.entries()) await tab.do('message.send', { message: 'Hi', clientMessageId: `m-${n}` });
    expect((await desk.ask(session, 'Hi')).status).toBe(200);
    const refused = await tabs[0]!.send('message.send', { message: 'Hi', clientMessageId: 'm-9' });
    expect(refused).toMatchObject({
      ok: false,
      error: { code: 'rate_limited', status: 429, retryable: true, retryAfter: expect.any(Number) },
    });
    expect((await desk.ask(session, 'Hi')).status).toBe(429);
    // What costs nothing goes on.
    expect(await tabs[0]!.send('typing', { on: true })).toMatchObject({ ok: true });
  });

  it('of a console are counted by its key', async () => {
    const desk = await startDesk({ RATE_LIMIT_KEY_REQUESTS: '1' });
    const console = connectOperator(desk.url, { apiKey: desk.adminKey, name: 'Ada' });
    expect(await console.settled()).toBeUndefined();
    expect(await console.send('ticket.claim', { ticketId: 'tkt_none' })).not.toMatchObject({ error: { status: 429 } });
    expect(await console.send('ticket.claim', { ticketId: 'tkt_none' })).toMatchObject({
      error: { code: 'rate_limited' },
    });
  });
});
