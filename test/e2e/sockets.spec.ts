import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Socket } from 'node:net';
import { type TurnEvent } from '@frontdesk/client';
import { type MessagePageDto } from '../../src/chat/messages.dto.js';
import { connectCustomer, connectOperator, type CustomerClient } from '../support/socket-client.js';
import { startTestApp, type TestApp, type TestSession } from '../support/test-app.js';
import { until } from '../support/until.js';

const QUESTION = 'What is your refund policy?';

let desk: TestApp;

beforeAll(async () => {
  desk = await startTestApp();
});

const turnOf = (client: CustomerClient, turnId: string | null): TurnEvent[] =>
  client.events.filter((event): event is TurnEvent => 'turnId' in event && event.turnId === turnId);

const textOf = (events: readonly TurnEvent[]): string =>
  events.reduce((text, event) => (event.type === 'text' ? (event.replace ? '' : text) + event.delta : text), '');

/** Sends a message and waits until its answer is complete. */
async function ask(client: CustomerClient, message: string, clientMessageId: string): Promise<TurnEvent[]> {
  const { turnId } = await client.do('message.send', { message, clientMessageId });
  await until(() => turnOf(client, turnId).at(-1)?.type === 'complete');
  return turnOf(client, turnId);
}

const numbers = (last: number): number[] => Array.from({ length: last }, (_, n) => n + 1);

describe('a customer over a socket', () => {
  it('is acknowledged when the message is stored, and told the answer in numbered events', async () => {
    const session = await desk.newSession();
    const client = connectCustomer(desk.url, { token: session.token, lastSeq: 0 });
    expect(await client.settled()).toBeUndefined();
    const accepted = await client.do('message.send', { message: QUESTION, clientMessageId: 'first' });
    expect(accepted).toMatchObject({ messageSeq: 1, handledBy: 'agent' });
    await until(() => client.events.at(-1)?.type === 'complete');
    expect(client.events[0]).toMatchObject({ type: 'start', messageId: accepted.messageId, seq: 1 });
    expect(client.seqs()).toEqual(numbers(client.seqs().length));
    const text = textOf(turnOf(client, accepted.turnId));
    expect(client.events.at(-1)).toMatchObject({ response: { message: text } });

    const again = await client.do('message.send', { message: QUESTION, clientMessageId: 'first' });
    expect(again).toMatchObject({ messageId: accepted.messageId, response: { message: text } });
    const other = await client.send('message.send', { message: 'Something else', clientMessageId: 'first' });
    expect(other).toMatchObject({ ok: false, error: { code: 'idempotency_key_reused', status: 422 } });
  });

  it('goes on after lastSeq with a new connection, and sync repeats what follows a number', async () => {
    const { token } = await desk.newSession();
    const client = connectCustomer(desk.url, { token, lastSeq: 0 });
    await ask(client, QUESTION, 'm-1');
    client.close();
    const whole = client.events;
    const cutAt = whole[1]!.seq;

    const resumed = connectCustomer(desk.url, { token, lastSeq: cutAt });
    await until(() => resumed.events.at(-1)?.type === 'complete');
    expect(resumed.seqs()).toEqual(client.seqs().filter((seq) => seq > cutAt));
    expect(textOf(resumed.events as TurnEvent[])).toBe(textOf(whole as TurnEvent[]));

    const seen = resumed.events.length;
    const lastSeq = whole.at(-1)!.seq;
    expect(await resumed.do('sync', { afterSeq: lastSeq })).toEqual({ lastSeq, reset: false });
    expect(resumed.events).toHaveLength(seen);
    expect(await resumed.do('sync', { afterSeq: cutAt })).toEqual({ lastSeq, reset: false });
    expect(resumed.events.slice(seen).at(-1)).toMatchObject({ type: 'complete', seq: lastSeq });
  });

  it('shares what is said with the other connections of the session and with REST', async () => {
    const session = await desk.newSession();
    const [one, other] = [connectCustomer(desk.url, session), connectCustomer(desk.url, session)];
    expect([await one.settled(), await other.settled()]).toEqual([undefined, undefined]);
    await ask(one, QUESTION, 'm-1');
    await until(() => other.events.at(-1)?.type === 'complete');
    expect(other.seqs()).toEqual(one.seqs());
    await desk.ask(session, 'When is support open?');
    await until(() => one.events.filter(({ type }) => type === 'complete').length === 2);
    const { body } = await desk.api.get<MessagePageDto>(`/api/v1/chat/${session.sessionId}/messages`, session);
    expect(body.data.map(({ role }) => role)).toEqual(['customer', 'agent', 'customer', 'agent']);
  });

  it.each([[['polling']], [['polling', 'websocket']]])('may also use %s', async (transports) => {
    const client = connectCustomer(desk.url, await desk.newSession(), { transports });
    expect(await client.settled()).toBeUndefined();
    await until(() => client.socket.io.engine.transport.name === transports.at(-1));
    expect((await ask(client, QUESTION, 'm-1')).at(-1)).toMatchObject({ type: 'complete' });
  });

  it('comes back by itself with the number it has seen last', async () => {
    const { token } = await desk.newSession();
    const client: CustomerClient = connectCustomer(desk.url, () => ({ token, lastSeq: client.seqs().at(-1) ?? 0 }));
    await ask(client, QUESTION, 'm-1');
    client.socket.io.engine.close();
    await until(() => client.disconnects.length === 1 && client.socket.connected);
    await ask(client, 'When is support open?', 'm-2');
    expect(client.seqs()).toEqual(numbers(client.seqs().length));
  });

  it('is told that nothing runs when it stops a turn that is over', async () => {
    const client = connectCustomer(desk.url, await desk.newSession());
    await ask(client, QUESTION, 'm-1');
    expect(await client.do('turn.stop', {})).toEqual({ stopped: false });
  });
});

describe('the handshake', () => {
  const refusal = async (auth: object): Promise<unknown> => connectCustomer(desk.url, auth).settled();

  it('refuses what REST refuses, with the same problems', async () => {
    expect(await refusal({})).toMatchObject({ code: 'unauthenticated', status: 401 });
    expect(await refusal({ token: 42 })).toMatchObject({ code: 'unauthenticated' });
    expect(await refusal({ token: 'x.y.z' })).toMatchObject({ code: 'unauthenticated' });
    expect(await refusal({ apiKey: desk.adminKey })).toMatchObject({ code: 'unauthenticated' });
    const { token } = await desk.newSession();
    expect(await refusal({ token: `${token.slice(0, -2)}xx` })).toMatchObject({ code: 'unauthenticated' });
    expect(await refusal({ token, lastSeq: -1 })).toMatchObject({
      code: 'validation_failed',
      errors: [{ field: 'lastSeq' }],
      requestId: expect.stringMatching(/^req_/),
    });
  });

  it('refuses a session that was deleted', async () => {
    const session = await desk.newSession();
    await desk.api.delete(`/api/v1/sessions/${session.sessionId}`, session);
    expect(await refusal(session)).toMatchObject({ code: 'gone', status: 410 });
  });

  it('takes a client for who it is by what it sends with it, as REST does', async () => {
    const strict = await startTestApp({ sampleKnowledge: false, SESSION_FINGERPRINT_MODE: 'strict' });
    const created = await strict.api.post<{ token: string }>(
      '/api/v1/sessions',
      {},
      { headers: { 'user-agent': 'Shop/1.0' } },
    );
    const { token } = created.body;
    const from = (agent: string): CustomerClient =>
      connectCustomer(strict.url, { token }, { extraHeaders: { 'user-agent': agent } });
    expect(await from('Shop/2.0').settled()).toBeUndefined();
    expect(await from('Other/1.0').settled()).toMatchObject({ code: 'session_hijack_suspected', status: 403 });
  });

  it('lets consoles in by a key with the scope only', async () => {
    const console_ = connectOperator(desk.url, { apiKey: desk.adminKey, name: 'Ada' });
    expect(await console_.settled()).toBeUndefined();
    const refused = async (auth: object): Promise<unknown> => connectOperator(desk.url, auth).settled();
    expect(await refused({ apiKey: 'fd_wrong' })).toMatchObject({ code: 'unauthenticated' });
    expect(await refused({ apiKey: desk.adminKey, name: '' })).toMatchObject({ code: 'validation_failed' });
    expect(await refused(await desk.newSession())).toMatchObject({ code: 'unauthenticated' });
  });
});

describe('events that no handler takes', () => {
  const oddities: [string, unknown[], object][] = [
    ['an unknown name', ['nothing.here', {}], { code: 'not_found' }],
    ['a field too many', ['sync', { afterSeq: 0, extra: 1 }], { code: 'validation_failed' }],
    ['a wrong type', ['sync', { afterSeq: '0' }], { code: 'validation_failed', errors: [{ field: 'afterSeq' }] }],
    ['no clientMessageId', ['message.send', { message: 'Hi' }], { errors: [{ field: 'clientMessageId' }] }],
    ['text for a body', ['typing', 'on'], { code: 'validation_failed', errors: [{ field: 'body' }] }],
    ['a list for a body', ['typing', [true]], { errors: [{ field: 'body' }] }],
    ['bytes', ['typing', Buffer.from('on')], { errors: [{ field: 'body' }] }],
    ['bytes in a field', ['typing', { on: Buffer.from('on') }], { errors: [{ field: 'on' }] }],
    ['an object in a field', ['typing', { on: { a: {} } }], { errors: [{ field: 'on' }] }],
    ['two bodies', ['typing', { on: true }, { on: true }], { errors: [{ field: 'body' }] }],
    ['no body', ['typing'], { errors: [{ field: 'on' }] }],
    ['nothing', ['typing', null], { errors: [{ field: 'body' }] }],
  ];

  it.each(oddities)('are answered: %s', async (_what, [name, ...args], problem) => {
    const client = connectCustomer(desk.url, await desk.newSession());
    const answer: unknown = await client.socket.timeout(20_000).emitWithAck(name as string, ...args);
    expect(answer).toMatchObject({ ok: false, error: { ...problem, requestId: expect.stringMatching(/^req_/) } });
    // Without an acknowledgement there is silence, and the connection stays.
    client.socket.emit(name as string, ...args);
    expect(await client.do('typing', { on: false })).toEqual({});
  });
});

it('a desk that shuts down lets its clients go, so that they come back elsewhere', async () => {
  const other = await startTestApp({ sampleKnowledge: false });
  const session: TestSession = await other.newSession();
  const client = connectCustomer(other.url, session, { reconnection: false });
  const console_ = connectOperator(other.url, { apiKey: other.adminKey }, { reconnection: false });
  const deaf = connectCustomer(other.url, session, { reconnection: false });
  await Promise.all([client.settled(), console_.settled(), deaf.settled()]);
  // One that does not answer holds nothing up.
  const { ws } = deaf.socket.io.engine.transport as unknown as { ws: { _socket: Socket } };
  ws._socket.pause();
  const startedAt = performance.now();
  await other.close();
  expect(performance.now() - startedAt).toBeLessThan(15_000);
  await until(() => client.disconnects.length + console_.disconnects.length === 2);
  expect([client.disconnects, console_.disconnects]).toEqual([['transport close'], ['transport close']]);
});
