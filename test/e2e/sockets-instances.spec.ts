import { beforeAll, describe, expect, it } from '@jest/globals';
import { type SessionEvent, type TurnEvent } from '@frontdesk/client';
import { SessionSockets } from '../../src/chat/realtime/session-sockets.js';
import { onCleanUp } from '../support/clean-up.js';
import { createTestDatabase } from '../support/databases.js';
import { startRedis, type TestRedis } from '../support/redis-server.mjs';
import { connectCustomer, connectOperator } from '../support/socket-client.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { until } from '../support/until.js';

const QUESTION = 'What is your refund policy?';

let redis: TestRedis;
let a: TestApp;
let b: TestApp;

beforeAll(async () => {
  redis = await startRedis();
  onCleanUp(() => redis.stop());
  const database = await createTestDatabase('postgres');
  const shared = { database, SESSION_STORE_TYPE: 'redis', REDIS_URL: redis.url } as const;
  a = await startTestApp(shared);
  b = await startTestApp({ ...shared, ADMIN_API_KEY: a.adminKey });
});

describe('two instances on one Redis', () => {
  it('a customer whose connection to one is cut goes on at the other, and misses nothing', async () => {
    const { token } = await a.newSession();
    const witness = connectCustomer(a.url, { token, lastSeq: 0 });
    expect(await witness.settled()).toBeUndefined();
    const seen: number[] = [];
    let text = '';
    for (let round = 0; round < 10; round += 1) {
      const [here, there] = round % 2 === 0 ? [a, b] : [b, a];
      const first = connectCustomer(here.url, { token, lastSeq: seen.at(-1) ?? 0 });
      expect(await first.settled()).toBeUndefined();
      const { turnId } = await first.do('message.send', { message: QUESTION, clientMessageId: `m-${round}` });
      // Cut somewhere in the answer, a little later every time.
      await until(() => first.events.length > round % 4);
      first.close();
      seen.push(...first.seqs());
      const second = connectCustomer(there.url, { token, lastSeq: seen.at(-1) ?? 0 });
      const isOver = (event: SessionEvent): boolean => event.type === 'complete' && event.turnId === turnId;
      await until(() => first.events.some(isOver) || second.events.some(isOver));
      seen.push(...second.seqs());
      second.close();
      for (const event of [...first.events, ...second.events]) {
        if (event.type === 'text') text = event.replace ? event.delta : text + event.delta;
        if (event.type !== 'complete') continue;
        expect(text).toBe(event.response.message);
        text = '';
      }
    }
    expect(seen).toEqual(seen.map((_, n) => n + 1));
    await until(() => witness.seqs().length === seen.length);
    expect(witness.seqs()).toEqual(seen);
    expect((witness.events as TurnEvent[]).filter(({ type }) => type === 'complete')).toHaveLength(10);
  });

  it('typing, presence and changed tickets reach the other instance', async () => {
    const session = await a.newSession();
    const { sessionId } = session;
    const console_ = connectOperator(b.url, { apiKey: a.adminKey, name: 'Ada' });
    await console_.do('watch', { sessionId });
    await until(() => console_.heard('presence').at(-1)?.customerOnline === false);
    const customer = connectCustomer(a.url, session);
    await until(() => console_.heard('presence').at(-1)?.customerOnline === true);
    await until(() => customer.heard('presence').at(-1)?.operatorsOnline === 1);

    await customer.do('typing', { on: true });
    await until(() => console_.heard('typing').at(-1)?.on === true);
    await console_.do('typing', { sessionId, on: true });
    await until(() => customer.heard('typing').at(-1)?.who === 'human');

    const { ticketId } = await customer.do('handoff.request', {});
    await until(() => console_.heard('ticket.updated').some((ticket) => ticket.ticketId === ticketId));
    await console_.do('ticket.claim', { ticketId });
    await until(() =>
      customer.events.some((event) => event.type === 'handoff.updated' && event.handoff.agentName === 'Ada'),
    );

    console_.close();
    await until(() => customer.heard('presence').at(-1)?.operatorsOnline === 0);
  });

  it('a deleted session loses its connections on both', async () => {
    const session = await a.newSession();
    const clients = [connectCustomer(a.url, session), connectCustomer(b.url, session)];
    for (const client of clients) expect(await client.settled()).toBeUndefined();
    await a.api.delete(`/api/v1/sessions/${session.sessionId}`, session);
    a.app.get(SessionSockets).disconnect(session.sessionId);
    for (const client of clients) await until(() => client.disconnects.length === 1);
    for (const client of clients) expect(client.heard('auth.expired')).toMatchObject([{ code: 'gone' }]);
  });

  it('say so while Redis is away, go on answering, and are whole again when it is back', async () => {
    const session = await a.newSession();
    const client = connectCustomer(a.url, { ...session, lastSeq: 0 });
    const console_ = connectOperator(b.url, { apiKey: a.adminKey });
    await console_.do('watch', { sessionId: session.sessionId, afterSeq: 0 });
    expect(await client.settled()).toBeUndefined();
    await redis.kill();
    await until(() => client.heard('system.degraded').length === 1 && console_.heard('system.degraded').length === 1);
    expect(client.heard('system.degraded')).toEqual([{ mode: 'no-redis', missing: ['sessionStore'] }]);
    // Nothing can be broadcast, and nothing breaks.
    expect(await client.do('typing', { on: true })).toEqual({});
    await client.do('message.send', { message: QUESTION, clientMessageId: 'm-1' });
    await until(() => client.events.at(-1)?.type === 'complete');
    const late = connectCustomer(b.url, session);
    expect(await late.settled()).toBeUndefined();
    await until(() => late.heard('system.degraded').length === 1);

    await redis.restart();
    await until(() => client.heard('system.recovered').length === 1 && late.heard('system.recovered').length === 1);
    await until(() => console_.events.at(-1)?.type === 'complete');
    expect(console_.seqs()).toEqual(client.seqs());
    // The subscriptions are new, too.
    await until(async () => {
      await client.do('typing', { on: false });
      await client.do('typing', { on: true });
      return console_.heard('typing').some(({ on }) => on);
    });
    await until(() => console_.heard('presence').at(-1)?.customerOnline === true);
  });
});
