import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { type ScriptedDesk, SESSION, problem, start, startScriptedDesk, turnEvent } from '../test/scripted-desk.js';
import { ConsoleClient } from './console-client.js';
import { type Ticket } from './protocol.js';

const TICKET = { ticketId: 'tkt_1', number: 7, sessionId: SESSION, handoffState: 'active' } as Ticket;

let desk: ScriptedDesk;
let client: ConsoleClient;

beforeEach(async () => {
  desk = await startScriptedDesk('/console');
  client = new ConsoleClient({ url: desk.url, apiKey: 'key', name: 'Ada', ackTimeoutMs: 300 }).connect();
});

afterEach(async () => {
  client.close();
  await desk.close();
});

/** Resolves with the next `count` values that listeners of `name` are told. */
function next(name: Parameters<ConsoleClient['on']>[0], count: number): Promise<unknown[]> {
  return new Promise((resolve) => {
    const values: unknown[] = [];
    const stop = client.on(name, (value) => {
      values.push(value);
      if (values.length < count) return;
      stop();
      resolve(values);
    });
  });
}

const requests = (): unknown[] => desk.received.map(({ name, body }) => [name, body]);

it('claims, speaks, releases, and presents who it is', async () => {
  desk.onRequest = ({ name, ok }) => {
    if (name === 'message.send') ok({ messageId: 'msg_1', messageSeq: 3, seq: 12 });
    else ok({ ticket: TICKET, seq: 11 });
  };
  await next('state', 1);
  await expect(client.claim('tkt_1')).resolves.toEqual({ ticket: TICKET, seq: 11 });
  await expect(client.send(SESSION, 'Hello', { clientMessageId: 'c1' })).resolves.toMatchObject({ seq: 12 });
  await client.release('tkt_1', { status: 'solved', note: 'done' });
  expect(desk.handshakes).toEqual([{ apiKey: 'key', name: 'Ada' }]);
  expect(requests()).toEqual([
    ['ticket.claim', { ticketId: 'tkt_1' }],
    ['message.send', { sessionId: SESSION, message: 'Hello', clientMessageId: 'c1' }],
    ['ticket.release', { ticketId: 'tkt_1', status: 'solved', note: 'done' }],
  ]);
});

it('says what was said again under the same id when no acknowledgement comes, and what was refused not', async () => {
  desk.onRequest = ({ ok, refuse, body }) => {
    if (body['clientMessageId'] === 'c2') refuse(problem('ticket_not_yours'));
    else if (desk.received.length === 2) ok({ messageId: 'msg_1', messageSeq: 3, seq: 12 });
  };
  await client.send(SESSION, 'Hello', { clientMessageId: 'c1' });
  await expect(client.send(SESSION, 'Hello', { clientMessageId: 'c2' })).rejects.toMatchObject({
    code: 'ticket_not_yours',
  });
  expect(desk.received.map(({ body }) => body['clientMessageId'])).toEqual(['c1', 'c1', 'c2']);
});

it('watches from now on, and after a cut from where it was', async () => {
  desk.onRequest = ({ body, socket, ok }) => {
    if (body['afterSeq'] === 41) socket.emit('event', turnEvent(42, 'turn-1', { type: 'text', delta: 'missed' }));
    ok({ lastSeq: body['afterSeq'] === 41 ? 42 : 40, reset: false });
  };
  await expect(client.watch(SESSION)).resolves.toEqual({ lastSeq: 40, reset: false });
  const events = next('event', 2);
  desk.sockets()[0]!.emit('event', turnEvent(40, 'turn-1', start('m1')));
  desk.sockets()[0]!.emit('event', turnEvent(41, 'turn-1', start('m1')));
  await next('event', 1);
  desk.cut();
  expect(await events).toMatchObject([{ seq: 41 }, { seq: 42 }]);
  expect(requests()).toEqual([
    ['watch', { sessionId: SESSION }],
    ['watch', { sessionId: SESSION, afterSeq: 41 }],
  ]);
});

it('tells of tickets, and of no session that it does not watch any more', async () => {
  desk.onRequest = ({ ok }) => {
    ok({ lastSeq: 0, reset: false });
  };
  await client.watch(SESSION, 0);
  await client.unwatch(SESSION);
  const told: unknown[] = [];
  client.on('event', (event) => told.push(event));
  const tickets = next('ticket.updated', 1);
  desk.sockets()[0]!.emit('event', turnEvent(1, 'turn-1', start('m1')));
  desk.sockets()[0]!.emit('ticket.updated', TICKET);
  expect(await tickets).toEqual([TICKET]);
  expect(told).toEqual([]);
});

it('forgets a session that it may not watch', async () => {
  desk.onRequest = ({ refuse }) => {
    refuse(problem('not_found', { status: 404 }));
  };
  await expect(client.watch('nowhere', 0)).rejects.toMatchObject({ code: 'not_found' });
  const back = next('state', 2);
  desk.cut();
  expect(await back).toEqual(['offline', 'online']);
  expect(desk.received).toHaveLength(1);
});
