import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { once } from 'node:events';
import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type Response } from 'express';
import { said } from '../../test/contracts/event-log-fixtures.js';
import { numbered } from '../events/session-event.js';
import { seqOfEventId } from './events.dto.js';
import { FollowStreams } from './follow-streams.js';

const SESSION = 'shop:1';
const REALTIME = { maxBufferedBytes: 65_536, maxConnections: 100, maxConnectionsPerSession: 2 };

describe('Last-Event-ID', () => {
  it('is the id of an event of the session', () => {
    expect(seqOfEventId(SESSION, 'shop:1:42')).toBe(42);
    expect(seqOfEventId(SESSION, 'shop:1:0')).toBe(0);
    expect(seqOfEventId(SESSION, undefined)).toBeNull();
    expect(seqOfEventId(SESSION, '')).toBeNull();
  });

  it.each(['42', 'shop:1', 'shop:1:', 'shop:2:42', 'shop:1:-1', 'shop:1:1e3', 'shop:1:4294967296', 'shop:1:1:2'])(
    'is refused by name otherwise: %s',
    (id) => {
      expect(() => seqOfEventId(SESSION, id)).toThrow(
        expect.objectContaining({
          code: 'validation_failed',
          problems: [expect.objectContaining({ field: 'Last-Event-ID' })],
        }),
      );
    },
  );
});

describe('an event stream', () => {
  let server: Server;
  let streams: FollowStreams;
  let isGood = true;
  const opened: ReturnType<FollowStreams['open']>[] = [];
  const refused: unknown[] = [];

  beforeEach(async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'setTimeout', 'clearTimeout'] });
    [isGood, opened.length, refused.length] = [true, 0, 0];
    streams = new FollowStreams({ realtime: { ...REALTIME } } as ConstructorParameters<typeof FollowStreams>[0]);
    server = createServer((_, response) => {
      try {
        opened.push(
          streams.open(response as unknown as Response, { sessionId: SESSION, isGood: () => Promise.resolve(isGood) }),
        );
      } catch (error) {
        refused.push(error);
        response.writeHead(429).end();
      }
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  afterEach(async () => {
    jest.useRealTimers();
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  const connect = (): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      get({ port: (server.address() as AddressInfo).port, host: '127.0.0.1', agent: false }, resolve).on(
        'error',
        reject,
      );
    });
  const begin = async (): Promise<IncomingMessage> => {
    const answer = connect();
    const index = opened.length;
    while (!opened[index]) await new Promise(setImmediate);
    opened[index].begin();
    return (await answer).setEncoding('utf8');
  };
  const textOf = async (reader: IncomingMessage, length: number): Promise<string> => {
    let text = '';
    reader.on('data', (part: string) => (text += part));
    while (text.length < length && !reader.closed) await new Promise(setImmediate);
    return text;
  };

  it('tells events by name with their ids, resets and signs of life', async () => {
    const reader = await begin();
    expect(reader.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'x-accel-buffering': 'no',
      'cache-control': 'no-cache, no-transform',
    });
    const event = numbered(SESSION, 3, said('hi\nthere'));
    opened[0]!.event(event);
    opened[0]!.reset(9);
    jest.advanceTimersByTime(15_000);
    const expected =
      `id: shop:1:3\nevent: message.created\ndata: ${JSON.stringify(event)}\n\n` +
      'id: shop:1:9\nevent: sync.reset\ndata: {"sessionId":"shop:1","lastSeq":9}\n\n: keep-alive\n\n';
    expect(await textOf(reader, expected.length)).toBe(expected);
  });

  it('ends within a minute when its session or its credential is gone', async () => {
    const reader = await begin();
    reader.resume();
    jest.advanceTimersByTime(60_000);
    await new Promise(setImmediate);
    expect(reader.closed).toBe(false);
    isGood = false;
    jest.advanceTimersByTime(60_000);
    await once(reader, 'end');
    await opened[0]!.over;
  });

  it('is cut when its reader does not keep up', async () => {
    const reader = await begin();
    reader.on('error', () => undefined).pause();
    const event = numbered(SESSION, 1, said('x'.repeat(60_000)));
    let told = 0;
    const over = opened[0]!.over.then(() => 'over');
    while (told < 1000 && (await Promise.race([over, new Promise(setImmediate)])) !== 'over') {
      opened[0]!.event(event);
      told += 1;
    }
    expect(told).toBeLessThan(1000);
  });

  it('is over when its reader leaves, and makes room for another', async () => {
    const [first] = [await begin(), await begin()];
    await connect();
    expect(refused).toMatchObject([{ code: 'too_many_connections', retryable: true }]);
    first.destroy();
    await opened[0]!.over;
    await begin();
    expect(opened).toHaveLength(3);
  });

  it('is refused when the process has as many as it takes, whosever they are', async () => {
    streams = new FollowStreams({
      realtime: { ...REALTIME, maxConnections: 1 },
    } as ConstructorParameters<typeof FollowStreams>[0]);
    const first = await begin();
    await connect();
    expect(refused).toMatchObject([{ code: 'too_many_connections', retryAfterSeconds: 30 }]);
    first.destroy();
    await opened[0]!.over;
    await begin();
    expect(opened).toHaveLength(2);
  });

  it('ends when the process does, and none begins after that', async () => {
    const reader = await begin();
    reader.resume();
    await streams.beforeApplicationShutdown();
    await once(reader, 'end');
    await connect();
    expect(refused).toMatchObject([{ code: 'shutting_down', retryable: true }]);
  });
});
