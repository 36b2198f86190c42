import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Ack } from '@frontdesk/client';
import fc from 'fast-check';
import { Sockets } from '../../src/chat/realtime/sockets.js';
import { TransportGuard } from '../../src/chat/realtime/transport-guard.js';
import { type EventSink, type Following, SessionEvents } from '../../src/events/session-events.js';
import { SessionTokens } from '../../src/session/session-tokens.js';
import { FakeClock } from '../support/fake-clock.js';
import { connectCustomer, connectOperator, type CustomerClient } from '../support/socket-client.js';
import { startTestApp, type TestApp, type TestSession } from '../support/test-app.js';
import { until } from '../support/until.js';

/** The same seed makes the same attacks; fast-check prints it with what failed. */
const SEED = 20_261_121;

const NAMES = [
  ...['message.send', 'turn.stop', 'typing', 'sync', 'handoff.request', 'auth.refresh', 'message', 'constructor'],
  ...['ticket.claim', 'ticket.release', 'watch', 'unwatch', 'event', 'auth.expired', '__proto__', 'toString', ''],
];
const FIELDS = [
  ...['message', 'clientMessageId', 'attachmentIds', 'onBusy', 'on', 'afterSeq', 'token', 'reason', 'note'],
  ...['sessionId', 'ticketId', 'status', '__proto__', 'constructor', 'toJSON', 'length'],
];

let desk: TestApp;
let victim: TestSession;
let witness: CustomerClient;
let followers = 0;
const faults: unknown[] = [];
const noteFault = (reason: unknown): void => void faults.push(reason);

beforeAll(async () => {
  process.on('unhandledRejection', noteFault);
  desk = await startTestApp({ sampleKnowledge: false, SOCKET_EVENTS_PER_MINUTE: '100000' });
  const events = desk.app.get(SessionEvents, { strict: false });
  const follow = events.follow.bind(events);
  jest
    .spyOn(events, 'follow')
    .mockImplementation(async (sessionId: string, afterSeq: number | null, sink: EventSink) => {
      const following = await follow(sessionId, afterSeq, sink);
      followers += 1;
      return countingClose(following);
    });
  victim = await desk.newSession();
  witness = connectCustomer(desk.url, { ...victim, lastSeq: 0 });
  expect(await witness.settled()).toBeUndefined();
});

afterAll(() => {
  process.off('unhandledRejection', noteFault);
});

function countingClose(following: Following): Following {
  let open = true;
  const close = (): void => {
    if (open) followers -= 1;
    open = false;
    following.close();
  };
  return { ...following, close };
}

const bytes = fc.uint8Array({ maxLength: 50 }).map((array) => Buffer.from(array));
const plausible = fc.constantFrom<unknown>('x', 'a'.repeat(9000), '\u0000', '\ud800', -1, 0, 1e308, true, null, [], {});
const value = fc.oneof(plausible, bytes, fc.jsonValue({ maxDepth: 6 }), fc.array(fc.oneof(fc.string(), bytes)));
const body = fc.oneof(fc.dictionary(fc.constantFrom(...FIELDS), value, { maxKeys: 5, noNullPrototype: true }), value);
const attack = fc.record({
  name: fc.oneof(fc.constantFrom(...NAMES), fc.string()),
  args: fc.array(body, { maxLength: 3 }),
});

/** Names that Socket.IO keeps for itself; its client refuses to send them. */
const RESERVED = ['connect', 'connect_error', 'disconnect', 'disconnecting', 'newListener', 'removeListener'];

/** A typed answer, or a new connection: some packets are none, such as one with very many buffers. */
async function expectTypedAnswer(
  { socket }: Pick<CustomerClient, 'socket'>,
  name: string,
  args: unknown[],
): Promise<void> {
  const answer = await socket
    .timeout(20_000)
    .emitWithAck(name, ...args)
    .then(
      (ack: Ack<unknown>) => ack,
      (error: unknown) => {
        expect(error).toEqual(new Error('socket has been disconnected'));
      },
    );
  if (!answer) await until(() => socket.connected);
  if (!answer || answer.ok) return;
  expect(answer.error).toMatchObject({ code: expect.stringMatching(/^[a-z_]+$/), requestId: expect.any(String) });
  expect(answer.error.code).not.toBe('internal');
}

async function expectHealthy(): Promise<void> {
  const { turnId } = await witness.do('message.send', { message: 'Hello?', clientMessageId: `w-${Math.random()}` });
  await until(() => witness.events.some((event) => event.type === 'complete' && event.turnId === turnId));
  expect(witness.seqs()).toEqual(witness.seqs().map((_, n) => n + 1));
  expect(faults).toEqual([]);
}

describe('sockets under attack', () => {
  it('give every event a typed answer, whatever is in it, and tell nothing of another session', async () => {
    const attacker = connectCustomer(desk.url, await desk.newSession());
    const operator = connectOperator(desk.url, { apiKey: desk.adminKey });
    const { sessionId } = victim;
    await fc.assert(
      fc.asyncProperty(attack, fc.boolean(), async ({ name, args }, asOperator) => {
        fc.pre(!RESERVED.includes(name) && args.every((arg) => typeof arg !== 'function'));
        await expectTypedAnswer(asOperator ? operator : attacker, name, args);
      }),
      { seed: SEED, numRuns: 400 },
    );
    for (const name of NAMES.filter((one) => one !== '')) {
      const answer = (await attacker.socket.timeout(20_000).emitWithAck(name, { sessionId, on: true })) as Ack<unknown>;
      if (name !== 'turn.stop') expect(answer.ok).toBe(false);
    }
    await expectHealthy();
    const told = [...attacker.events, ...attacker.told.map(({ data }) => data)] as { sessionId?: string }[];
    expect(told.filter((one) => one.sessionId === sessionId)).toEqual([]);
    expect(operator.events.filter((event) => event.sessionId === sessionId)).toEqual([]);
    attacker.close();
    operator.close();
  });

  it('survive frames that are no packets', async () => {
    const { token } = await desk.newSession();
    const packet = fc.oneof(
      fc.string(),
      fc.constantFrom(
        '2',
        '3',
        '1',
        '5',
        '6',
        '40',
        '41',
        '40/chat,[]',
        '40/chat,{"token":1}',
        '40/admin,',
        '40/__proto__,',
      ),
      fc.constantFrom(
        '42/chat,["typing"',
        '42/chat,{}',
        '42/chat,[]',
        '42/chat,[1]',
        '42/chat,["disconnect"]',
        '42/chat,9["typing",{"on":1}]',
      ),
      fc.constantFrom(
        '451-/chat,["x",{"_placeholder":true,"num":0}]',
        '4599-/chat,["x"]',
        '45',
        '43/chat,0[]',
        '44/chat,{}',
        '41/chat,',
      ),
      fc.constant(`42/chat,1["typing",${'['.repeat(30_000)}${']'.repeat(30_000)}]`),
      fc.constant(`42/chat,2["typing",{"on":${'{"on":'.repeat(5000)}1${'}'.repeat(5000)}}]`),
      fc.constant('x'.repeat(100_000)),
      fc.uint8Array({ maxLength: 200 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(packet, { minLength: 1, maxLength: 6 }), fc.boolean(), async (packets, letIn) => {
        await attackRaw(letIn ? [`40/chat,${JSON.stringify({ token })}`, ...packets] : packets);
      }),
      { seed: SEED, numRuns: 100 },
    );
    await expectHealthy();
  });

  it('keep nothing of anybody who has gone', async () => {
    witness.close();
    const sockets = desk.app.get(Sockets, { strict: false });
    await until(() => desk.app.get(TransportGuard).connections.length === 0);
    await until(() => followers === 0);
    expect([sockets.chat.sockets.size, sockets.console.sockets.size]).toEqual([0, 0]);
    expect([sockets.chat.adapter.rooms.size, sockets.console.adapter.rooms.size]).toEqual([0, 0]);
    expect(faults).toEqual([]);
  });
});

it('a token that has run out opens nothing', async () => {
  const clock = new FakeClock();
  const other = await startTestApp({ sampleKnowledge: false, clock, SESSION_ABSOLUTE_TIMEOUT_SECONDS: '3600' });
  const { sessionId } = await other.newSession();
  const { token } = await other.app.get(SessionTokens, { strict: false }).issue(sessionId);
  clock.advance(3_700_000);
  expect(await connectCustomer(other.url, { token }).settled()).toMatchObject({ code: 'session_expired', status: 401 });
});

/** Sends frames as they are and leaves, or is thrown out. */
async function attackRaw(frames: readonly (string | Uint8Array)[]): Promise<void> {
  const socket = new WebSocket(`${desk.url.replace('http', 'ws')}/ws/?EIO=4&transport=websocket`);
  const closed = new Promise<void>((resolve) => {
    socket.addEventListener('close', () => {
      resolve();
    });
  });
  await new Promise<void>((resolve) => {
    socket.addEventListener('open', () => {
      resolve();
    });
    socket.addEventListener('error', () => {
      resolve();
    });
  });
  for (const frame of frames) if (socket.readyState === WebSocket.OPEN) socket.send(frame);
  socket.close();
  await closed;
}
