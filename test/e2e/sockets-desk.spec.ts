import { beforeAll, describe, expect, it } from '@jest/globals';
import { SessionTokens } from '../../src/session/session-tokens.js';
import { SessionSockets } from '../../src/chat/realtime/session-sockets.js';
import { FakeClock } from '../support/fake-clock.js';
import { connectCustomer, connectOperator, type OperatorClient } from '../support/socket-client.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { until } from '../support/until.js';

let desk: TestApp;
let clock: FakeClock;

beforeAll(async () => {
  clock = new FakeClock();
  desk = await startTestApp({ clock, SESSION_ABSOLUTE_TIMEOUT_SECONDS: '3600' });
});

const operator = async (name: string): Promise<OperatorClient> => {
  const client = connectOperator(desk.url, { apiKey: desk.adminKey, name });
  expect(await client.settled()).toBeUndefined();
  return client;
};

describe('a person of the desk', () => {
  it('takes a conversation over, speaks, and gives it back, and both sides see it', async () => {
    const session = await desk.newSession();
    const customer = connectCustomer(desk.url, { ...session, lastSeq: 0 });
    const [ada, bob] = [await operator('Ada'), await operator('Bob')];
    const { sessionId } = session;
    expect(await ada.do('watch', { sessionId, afterSeq: 0 })).toMatchObject({ reset: false });

    const { ticketId, state } = await customer.do('handoff.request', { note: 'please' });
    expect(state).toMatch(/requested|queued/);
    await until(() => bob.heard('ticket.updated').some((ticket) => ticket.ticketId === ticketId));

    const claimed = await ada.do('ticket.claim', { ticketId });
    expect(claimed.ticket.assignee?.name).toBe('Ada');
    expect(await bob.send('ticket.claim', { ticketId })).toMatchObject({ ok: false, error: { status: 409 } });
    await until(() => bob.heard('ticket.updated').some(({ assignee }) => assignee?.name === 'Ada'));

    const sent = await customer.do('message.send', { message: 'Hello?', clientMessageId: 'c-1' });
    expect(sent).toMatchObject({ handledBy: 'human', turnId: null });
    await ada.do('message.send', { sessionId, message: 'Ada here.', clientMessageId: 'a-1' });
    await until(() => customer.events.filter(({ type }) => type === 'message.created').length === 2);
    const said = { role: 'human', message: 'Ada here.', authorName: 'Ada' };
    expect(customer.events.filter(({ type }) => type === 'message.created').at(-1)).toMatchObject({ message: said });

    const released = await ada.do('ticket.release', { ticketId, status: 'solved' });
    await until(() => customer.events.some(({ seq }) => seq === released.seq));
    await until(() => ada.events.some(({ seq }) => seq === released.seq));
    expect(ada.seqs()).toEqual(customer.seqs());
    expect(bob.events).toEqual([]);
  });

  it('watches a session from now on until unwatch, and fifty at most', async () => {
    const ada = await operator('Ada');
    const session = await desk.newSession();
    const { sessionId } = session;
    const customer = connectCustomer(desk.url, session);
    await ada.do('watch', { sessionId });
    await customer.do('handoff.request', {});
    await until(() => ada.events.length > 0);
    await ada.do('unwatch', { sessionId });
    const { length } = ada.events;
    await desk.ask(session, 'Are you there?');
    await until(() => customer.events.length > length);
    expect(ada.events).toHaveLength(length);

    expect(await ada.send('watch', { sessionId: 'nobody' })).toMatchObject({ error: { code: 'not_found' } });
    for (let n = 0; n < 50; n += 1) {
      const { sessionId: another } = await desk.newSession();
      await ada.do('watch', { sessionId: another });
    }
    expect(await ada.send('watch', { sessionId })).toMatchObject({ error: { code: 'too_many_watched', status: 409 } });
  });

  it('and the customer see each other type, and whether the other is there', async () => {
    const session = await desk.newSession();
    const { sessionId } = session;
    const ada = await operator('Ada');
    await ada.do('watch', { sessionId });
    await until(() => ada.heard('presence').at(-1)?.customerOnline === false);
    const customer = connectCustomer(desk.url, session);
    const tab = connectCustomer(desk.url, session);
    await until(() => ada.heard('presence').at(-1)?.customerOnline === true);
    await until(() => (customer.heard('presence').at(-1)?.operatorsOnline ?? 0) > 0);

    await customer.do('typing', { on: true });
    await until(() => ada.heard('typing').length === 1 && tab.heard('typing').length === 1);
    expect(ada.heard('typing')[0]).toEqual({ sessionId, who: 'customer', name: null, on: true });
    expect(customer.heard('typing')).toEqual([]);
    await ada.do('typing', { sessionId, on: true });
    await until(() => customer.heard('typing').length === 1);
    expect(customer.heard('typing')[0]).toMatchObject({ who: 'human', name: 'Ada', on: true });

    // Nobody says that it is over; both sides are told all the same.
    clock.advance(6000);
    await until(() => customer.heard('typing').at(-1)?.on === false && ada.heard('typing').at(-1)?.on === false);
    customer.close();
    tab.close();
    await until(() => ada.heard('presence').at(-1)?.customerOnline === false);
  });
});

describe('a credential', () => {
  it('is good until its token runs out, unless it is refreshed', async () => {
    const session = await desk.newSession();
    const [kept, left] = [connectCustomer(desk.url, session), connectCustomer(desk.url, session)];
    await Promise.all([kept.settled(), left.settled()]);
    clock.advance(3_000_000);
    const { token: strangers } = await desk.newSession();
    const newer = await desk.app.get(SessionTokens).issue(session.sessionId);
    expect(await kept.send('auth.refresh', { token: strangers })).toMatchObject({ error: { code: 'forbidden' } });
    expect(await kept.send('auth.refresh', { token: 'no' })).toMatchObject({ error: { code: 'unauthenticated' } });
    const { expiresAt } = await kept.do('auth.refresh', { token: newer.token });
    expect(Date.parse(expiresAt)).toBe(newer.expiresAt);

    clock.advance(700_000);
    await until(() => left.disconnects.length === 1);
    expect(left.heard('auth.expired')).toMatchObject([{ code: 'session_expired', status: 401 }]);
    expect(left.disconnects).toEqual(['io server disconnect']);
    expect(await kept.do('typing', { on: true })).toEqual({});
  });

  it('ends with its session, at once when that is told and within a minute when it is not', async () => {
    const [told, missed] = [await desk.newSession(), await desk.newSession()];
    const clients = [connectCustomer(desk.url, told), connectCustomer(desk.url, missed)];
    for (const client of clients) expect(await client.settled()).toBeUndefined();
    for (const session of [told, missed]) await desk.api.delete(`/api/v1/sessions/${session.sessionId}`, session);
    desk.app.get(SessionSockets).disconnect(told.sessionId);
    await until(() => clients[0]!.disconnects.length === 1);
    clock.advance(61_000);
    await until(() => clients[1]!.disconnects.length === 1);
    for (const client of clients) expect(client.heard('auth.expired')).toMatchObject([{ code: 'gone' }]);
  });
});
