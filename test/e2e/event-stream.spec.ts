import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { type SessionEvent } from '@frontdesk/client';
import { createTestDatabase } from '../support/databases.js';
import { readEvents, type ServerSentEvent } from '../support/sse.js';
import { startTestApp, type TestApp, type TestAppOptions, type TestSession } from '../support/test-app.js';

const QUESTION = 'What is your refund policy?';

/** Reads a session's event stream until `enough` of it has come, then hangs up. */
async function follow(
  desk: TestApp,
  { sessionId, token }: TestSession,
  how: { readonly afterSeq?: number; readonly lastEventId?: string; readonly onOpen?: () => Promise<unknown> },
  enough: (events: readonly ServerSentEvent[]) => boolean,
): Promise<ServerSentEvent[]> {
  const query = how.afterSeq === undefined ? '' : `?afterSeq=${how.afterSeq}`;
  const headers: Record<string, string> = how.lastEventId === undefined ? {} : { 'last-event-id': how.lastEventId };
  const response = await desk.api.request('GET', `/api/v1/chat/${sessionId}/events${query}`, undefined, {
    token,
    headers,
  });
  const events: ServerSentEvent[] = [];
  const done = how.onOpen?.();
  for await (const event of readEvents(response)) {
    events.push(event);
    if (enough(events)) break;
  }
  await done;
  return events;
}

const ended = (count: number) => (events: readonly ServerSentEvent[]) =>
  events.filter(({ event }) => event === 'complete').length === count;

const dataOf = ({ data }: ServerSentEvent): SessionEvent => JSON.parse(data) as SessionEvent;

/** In order, each once, no gap. */
function expectGapless(events: readonly ServerSentEvent[], afterSeq: number): void {
  let last = afterSeq;
  for (const { id, event, data } of events) {
    const told = JSON.parse(data) as SessionEvent;
    expect([told.id, told.type]).toEqual([id, event]);
    expect(told.fromSeq ?? told.seq).toBe(last + 1);
    last = told.seq;
  }
}

function textOf(events: readonly ServerSentEvent[]): string {
  let text = '';
  for (const event of events.map(dataOf)) {
    if (event.type === 'text') text = event.replace ? event.delta : text + event.delta;
  }
  return text;
}

function answerOf(events: readonly ServerSentEvent[]): string | undefined {
  const complete = events.map(dataOf).find(({ type }) => type === 'complete');
  return complete?.type === 'complete' ? complete.response.message : undefined;
}

describe('the event stream of a session', () => {
  it('tells on any instance what happens on another, and resumes there', async () => {
    const shared: TestAppOptions = {
      database: await createTestDatabase('postgres'),
      SESSION_STORE_TYPE: 'redis',
      REDIS_URL: process.env.TEST_REDIS_URL ?? '',
      REDIS_SESSION_KEY_PREFIX: `e2e-${randomUUID()}:`,
      SESSION_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
    };
    const first = await startTestApp(shared);
    const second = await startTestApp({ ...shared, ADMIN_API_KEY: first.adminKey });
    const customer = await first.newSession();

    const whole = await follow(second, customer, { onOpen: () => first.ask(customer, QUESTION) }, ended(1));
    expectGapless(whole, 0);
    expect(whole[0]?.event).toBe('start');
    expect(textOf(whole)).toBe(answerOf(whole));

    for (let cut = 0; cut < whole.length; cut += 1) {
      const seen = whole.slice(0, cut);
      const lastEventId = seen.at(-1)?.id ?? `${customer.sessionId}:0`;
      const rest = await follow(cut % 2 ? first : second, customer, { lastEventId }, ended(1));
      expectGapless(rest, Number(lastEventId.split(':').at(-1)));
      expect(textOf([...seen, ...rest])).toBe(answerOf(whole));
    }

    const ahead = await follow(first, customer, { onOpen: () => second.ask(customer, 'And shipping?') }, ended(1));
    expectGapless(ahead, dataOf(whole.at(-1)!).seq);
    const both = await follow(second, customer, { afterSeq: 0 }, ended(2));
    expectGapless(both, 0);
  });

  it('needs no Redis, and tells what is older than the tail from the record', async () => {
    const desk = await startTestApp();
    const customer = await desk.newSession();
    const whole = await follow(desk, customer, { onOpen: () => desk.ask(customer, QUESTION) }, ended(1));
    await desk.close();
    const again = await startTestApp({ database: desk.database, ADMIN_API_KEY: desk.adminKey });
    const archived = await follow(again, customer, { afterSeq: 0 }, ended(1));
    expectGapless(archived, 0);
    expect(answerOf(archived)).toBe(answerOf(whole));
    expect(textOf(archived)).toBe(answerOf(whole));
    expect(archived.at(-1)?.id).toBe(whole.at(-1)?.id);
  });

  it('is for the owner, services and operators, and says what is wrong with a request', async () => {
    const desk = await startTestApp();
    const [customer, stranger] = [await desk.newSession(), await desk.newSession()];
    const path = `/api/v1/chat/${customer.sessionId}/events`;
    const ask = (options: Parameters<typeof desk.api.get>[1], query = ''): Promise<unknown> =>
      desk.api.get(`${path}${query}`, options);
    expect(await ask({})).toMatchObject({ status: 401 });
    expect(await ask({ token: stranger.token })).toMatchObject({ status: 403 });
    expect(await ask({ token: customer.token }, '?afterSeq=-1')).toMatchObject({
      status: 400,
      body: { code: 'validation_failed' },
    });
    const lastEventId = { 'last-event-id': `${stranger.sessionId}:1` };
    expect(await ask({ token: customer.token, headers: lastEventId })).toMatchObject({
      status: 400,
      body: { code: 'validation_failed', errors: [{ field: 'Last-Event-ID' }] },
    });
    expect(await desk.api.get('/api/v1/chat/nobody/events', { apiKey: desk.adminKey })).toMatchObject({ status: 404 });
    await desk.api.delete(`/api/v1/sessions/${customer.sessionId}`, { token: customer.token });
    expect(await ask({ token: customer.token })).toMatchObject({ status: 410 });
  });

  it('ends when the instance stops, which it does not hold up', async () => {
    const desk = await startTestApp();
    const customer = await desk.newSession();
    const events = await follow(desk, customer, { onOpen: () => desk.close() }, () => false);
    expect(events).toEqual([]);
  });
});
