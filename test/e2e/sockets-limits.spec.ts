import { type Socket } from 'node:net';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { EVENT_LOG, type EventLog } from '../../src/events/event-log.js';
import { TransportGuard } from '../../src/chat/realtime/transport-guard.js';
import { connectCustomer, type CustomerClient } from '../support/socket-client.js';
import { FakeClock } from '../support/fake-clock.js';
import { startTestApp, type TestApp, type TestSession } from '../support/test-app.js';
import { until } from '../support/until.js';

describe('limits of connections', () => {
  it('tell a session, and everybody, that there are too many', async () => {
    const desk = await startTestApp({
      sampleKnowledge: false,
      SOCKET_MAX_CONNECTIONS: '4',
      SOCKET_MAX_CONNECTIONS_PER_SESSION: '2',
    });
    const session = await desk.newSession();
    const both = [connectCustomer(desk.url, session), connectCustomer(desk.url, session)];
    for (const client of both) expect(await client.settled()).toBeUndefined();
    const third = connectCustomer(desk.url, session);
    expect(await third.settled()).toMatchObject({ code: 'too_many_connections', status: 429, retryable: true });
    third.close();
    await until(() => desk.app.get(TransportGuard).connections.length === 2);

    const others = [];
    for (let n = 0; n < 2; n += 1) others.push(connectCustomer(desk.url, await desk.newSession()));
    for (const client of others) expect(await client.settled()).toBeUndefined();
    const fifth = connectCustomer(desk.url, await desk.newSession());
    expect(await fifth.settled()).toMatchObject({ code: 'too_many_connections' });
    fifth.close();

    both[0]!.close();
    await until(() => desk.app.get(TransportGuard).connections.length === 3);
    const next = connectCustomer(desk.url, session);
    expect(await next.settled()).toBeUndefined();
  });
});

describe('limits of what is sent', () => {
  it('answer too many events, and cut a flood off', async () => {
    // Time stands still, so that nothing is earned back.
    const desk = await startTestApp({ clock: new FakeClock(), sampleKnowledge: false, SOCKET_EVENTS_PER_MINUTE: '20' });
    const other = connectCustomer(desk.url, await desk.newSession());
    expect(await other.settled()).toBeUndefined();

    const one = connectCustomer(desk.url, await desk.newSession(), { reconnection: false });
    expect(await one.settled()).toBeUndefined();
    const acks = await Promise.all(Array.from({ length: 25 }, () => one.send('typing', { on: true })));
    expect(acks.filter(({ ok }) => ok)).toHaveLength(20);
    expect(acks.at(-1)).toMatchObject({ error: { code: 'rate_limited', detail: expect.stringMatching(/in 3 s/) } });
    for (let n = 0; n < 100; n += 1) one.socket.emit('typing', { on: true });
    await until(() => one.disconnects.length === 1);
    expect(await other.send('typing', { on: true })).toMatchObject({ ok: true });
  });

  it('end a connection that sends too much at once, and only that one', async () => {
    const desk = await startTestApp({ sampleKnowledge: false });
    const session = await desk.newSession();
    const [large, other] = [
      connectCustomer(desk.url, session, { reconnection: false }),
      connectCustomer(desk.url, session),
    ];
    expect([await large.settled(), await other.settled()]).toEqual([undefined, undefined]);
    large.socket.emit('message.send', { message: 'x'.repeat(10_000_000), clientMessageId: 'm-1' });
    await until(() => large.disconnects.length === 1);
    expect(await other.do('typing', { on: true })).toEqual({});
  });
});

describe('a client that is told more than may wait for it', () => {
  const LENGTH = 50_000;
  let desk: TestApp;
  let session: TestSession;
  let last = 0;

  beforeAll(async () => {
    desk = await startTestApp({ sampleKnowledge: false, SOCKET_MAX_BUFFERED_KB: '64' });
    session = await desk.newSession();
  });

  async function append(): Promise<void> {
    const log = desk.app.get<EventLog>(EVENT_LOG, { strict: false });
    const text = { type: 'text', turnId: 'turn_1', at: new Date(0).toISOString(), delta: 'x'.repeat(LENGTH) } as const;
    const { sessionId } = session;
    const result = await log.append({ sessionId, events: [text], floor: 0, epoch: null });
    if (result.status === 'appended') last = result.events.at(-1)!.seq;
  }

  it('gets it all the same when it reads', async () => {
    for (let n = 0; n < 60; n += 1) await append();
    const client: CustomerClient = connectCustomer(desk.url, () => ({
      token: session.token,
      lastSeq: client.seqs().at(-1) ?? 0,
    }));
    await until(() => client.seqs().length === 60);
    expect(client.seqs()).toEqual(Array.from({ length: 60 }, (_, n) => n + 1));
    client.close();
  });

  it('is disconnected when it does not read, and misses nothing when it comes back', async () => {
    await until(() => desk.app.get(TransportGuard).connections.length === 0);
    const { token } = session;
    const client = connectCustomer(desk.url, { token, lastSeq: last }, { reconnection: false });
    expect(await client.settled()).toBeUndefined();
    const { ws } = client.socket.io.engine.transport as unknown as { ws: { _socket: Socket } };
    ws._socket.pause();
    // The system's own buffers take the first megabytes.
    await until(async () => {
      await append();
      return desk.app.get(TransportGuard).connections.length === 0;
    }, 40_000);
    ws._socket.resume();
    await until(() => client.disconnects.length === 1);
    const seen = client.seqs();
    expect(seen.at(-1)).toBeLessThan(last);
    const back = connectCustomer(desk.url, { token, lastSeq: last - 1 });
    await until(() => back.seqs().at(-1) === last);
    expect(back.seqs()).toEqual([last]);
  });
});
