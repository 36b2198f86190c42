import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { type AddressInfo } from 'node:net';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { onCleanUp } from '../support/clean-up.js';
import { connectCustomer } from '../support/socket-client.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { type CollectedSpan, startTraceCollector, type TraceCollector } from '../support/trace-collector.js';
import { until } from '../support/until.js';

describe('work beside requests', () => {
  let collector: TraceCollector;
  let desk: TestApp;
  beforeAll(async () => {
    collector = await startTraceCollector();
    desk = await startTestApp({ ...collector.env, WEBHOOK_ALLOW_PRIVATE: 'true' });
  }, 180_000);

  const arrived = async (name: string): Promise<CollectedSpan> => {
    const find = (): CollectedSpan | undefined => collector.spans.find((span) => span.name === name);
    await until(() => find() !== undefined);
    return find()!;
  };

  it('has a trace for an event of a socket, with its turn in it', async () => {
    const client = connectCustomer(desk.url, await desk.newSession());
    await client.settled();
    await client.do('message.send', { message: 'When is support open?', clientMessageId: 'm-1' });
    const span = await arrived('socket message.send');
    expect(span).toMatchObject({ kind: 2, parentSpanId: '', attributes: { 'frontdesk.socket.event': 'message.send' } });
    const turn = await collector.trace(span.traceId, 'frontdesk.turn');
    expect(turn.find(({ name }) => name === 'frontdesk.turn')?.parentSpanId).toBe(span.spanId);
  });

  it('has a trace for each background job, and none for statements by themselves', async () => {
    await until(() => collector.spans.some(({ name }) => name.startsWith('job ')));
    const job = collector.spans.find(({ name }) => name.startsWith('job '));
    expect(job).toMatchObject({
      parentSpanId: '',
      attributes: { 'frontdesk.request_id': expect.stringMatching(/^req_/) as unknown },
    });
    expect(collector.spans.filter(({ kind, parentSpanId }) => kind === 3 && parentSpanId === '')).toEqual([]);
  });

  it('tells the receiver of a webhook which trace its delivery belongs to', async () => {
    const heard: IncomingHttpHeaders[] = [];
    const receiver = createServer((request, response) => {
      heard.push(request.headers);
      request.resume();
      response.writeHead(204).end();
    }).listen(0, '127.0.0.1');
    onCleanUp(async () => {
      receiver.closeAllConnections();
      receiver.close();
    });
    await once(receiver, 'listening');
    const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hooks`;
    const { status } = await desk.api.post('/api/v1/webhooks', { url, events: ['*'] }, { apiKey: desk.adminKey });
    expect(status).toBe(201);
    await desk.ask(await desk.newSession(), 'When is support open?');
    await until(() => heard.length > 0);
    const [, traceId = '', spanId = ''] = /^00-(\w{32})-(\w{16})-01$/.exec(heard[0]?.traceparent as string) ?? [];
    const [span] = await collector.trace(traceId, 'webhook delivery');
    expect(span).toMatchObject({
      spanId,
      attributes: { 'http.response.status_code': 204, 'frontdesk.webhook.attempt': 1 },
    });
  });
});
