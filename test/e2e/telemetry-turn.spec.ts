import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { onCleanUp } from '../support/clean-up.js';
import { mcpDesk } from '../support/mcp-desk.js';
import { startRedis } from '../support/redis-server.mjs';
import { calling, saying, type ScriptedProvider, startScriptedProvider } from '../support/scripted-provider.js';
import { tempFolder } from '../support/temp-folder.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { type CollectedSpan, startTraceCollector, type TraceCollector } from '../support/trace-collector.js';
import { until } from '../support/until.js';

const QUESTION = 'What is your refund policy?';
const ANSWER = 'You can return any item within 30 days of delivery for a full refund [1].';

/** A caller's own trace, as W3C writes it. */
const TRACE = '0af7651916cd43dd8448eb211c80319c';
const PARENT = 'b7ad6b7169203331';

describe('one turn, seen from outside', () => {
  const folder = tempFolder();
  let provider: ScriptedProvider;
  let collector: TraceCollector;
  let desk: TestApp;
  let spans: readonly CollectedSpan[];
  let requestId: string;
  let answered: { readonly traceparent: string | null; readonly requestId: string | null };

  beforeAll(async () => {
    const redis = await startRedis();
    onCleanUp(() => redis.stop());
    [provider, collector] = await Promise.all([startScriptedProvider(), startTraceCollector()]);
    const tools = { mcpServers: [{ name: 'shop', url: (await mcpDesk()).url, tools: ['data'] }] };
    const toolsFile = join(folder, 'tools.json');
    writeFileSync(toolsFile, JSON.stringify(tools));
    desk = await startTestApp({
      ...provider.env,
      ...collector.env,
      ...{ OTEL_SERVICE_NAME: 'desk of the test', OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=a%20test' },
      ...{ SESSION_STORE_TYPE: 'redis', REDIS_URL: redis.url, TOOLS_FILE: toolsFile },
      ...{ LOG_LEVEL: 'info', LOG_FILE: join(folder, 'desk.log') },
    });
    const { sessionId, token } = await desk.newSession();
    await until(() => logLines().length > 0);
    provider.next(calling('shop_data', { kind: 'card' }), saying(ANSWER));
    const headers = { traceparent: `00-${TRACE}-${PARENT}-01` };
    const path = `/api/v1/chat/${sessionId}/messages`;
    const response = await desk.api.request('POST', path, { message: QUESTION }, { token, headers });
    answered = { traceparent: response.headers.get('traceparent'), requestId: response.headers.get('x-request-id') };
    ({ requestId } = ((await response.json()) as { metadata: { requestId: string } }).metadata);
    spans = await collector.trace(TRACE, /^POST /);
  }, 180_000);

  const logLines = (): Record<string, unknown>[] =>
    readFileSync(join(folder, 'desk.1.log'), 'utf8')
      .trim()
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  const named = (name: string): CollectedSpan => {
    const found = spans.find((span) => span.name === name);
    if (!found) throw new Error(`no span ${name} among ${spans.map((span) => span.name).join(', ')}`);
    return found;
  };
  /** Names from the first span down to this one. */
  const wayTo = (name: string): string[] => {
    const way: string[] = [];
    for (let span: CollectedSpan | undefined = named(name); span;) {
      way.unshift(span.name);
      const { parentSpanId }: CollectedSpan = span;
      span = spans.find(({ spanId }) => spanId === parentSpanId);
    }
    return way;
  };

  const request = 'POST /api/v1/chat/:sessionId/messages';

  it('goes on with the trace of its caller, and says so', () => {
    const first = named(request);
    expect(first).toMatchObject({
      ...{ traceId: TRACE, parentSpanId: PARENT, kind: 2, failed: false },
      attributes: {
        'http.request.method': 'POST',
        'http.response.status_code': 200,
        'frontdesk.request_id': requestId,
      },
      resource: { 'service.name': 'desk of the test', 'deployment.environment.name': 'a test' },
    });
    expect(answered).toEqual({ traceparent: `00-${TRACE}-${first.spanId}-01`, requestId });
  });

  it.each([
    'frontdesk.turn > frontdesk.turn.open > turn_begin',
    'frontdesk.turn > frontdesk.turn.hold > sessions.acquire',
    'frontdesk.turn > frontdesk.turn.gather > execute_tool knowledge_search > knowledge_search',
    'frontdesk.turn > frontdesk.turn.answer > chat scripted',
    'frontdesk.turn > frontdesk.turn.answer > chat scripted > execute_tool shop_data',
    'frontdesk.turn > frontdesk.turn.answer > frontdesk.turn.check',
    'frontdesk.turn > frontdesk.turn.commit > turn_commit',
    'frontdesk.turn > frontdesk.turn.close > sessions.write',
  ])('has %s', (way) => {
    const names = way.split(' > ');
    expect(wayTo(names.at(-1) ?? '')).toEqual([request, ...names]);
  });

  it('tells of the model what the conventions name, and of stores the operation', () => {
    expect(named('chat scripted').attributes).toEqual({
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai_compatible',
      'gen_ai.request.model': 'scripted',
      'gen_ai.response.model': 'scripted',
      'gen_ai.usage.input_tokens': 200,
      'gen_ai.usage.output_tokens': 40,
      'gen_ai.response.finish_reasons': ['tool-calls', 'stop'],
      'frontdesk.model.requests': 2,
    });
    expect(named('execute_tool shop_data').attributes).toMatchObject({ 'gen_ai.tool.name': 'shop_data' });
    expect(named('turn_begin')).toMatchObject({ kind: 3, attributes: { 'db.system.name': 'postgresql' } });
    expect(named('sessions.acquire')).toMatchObject({ kind: 3, attributes: { 'db.system.name': 'redis' } });
    expect(named('frontdesk.turn').attributes).toMatchObject({ 'frontdesk.turn.outcome': 'complete' });
  });

  it('has nothing in it that anybody said', () => {
    const all = JSON.stringify(spans);
    for (const words of ['refund', '30 days', 'card']) expect(all).not.toContain(words);
  });

  it('is found by the same ids in the log and in the metrics', async () => {
    const ofRequest = () => logLines().filter((line) => line.requestId === requestId);
    await until(() => ofRequest().some((line) => 'res' in line));
    for (const line of ofRequest()) expect(line).toMatchObject({ traceId: TRACE });
    expect(ofRequest().at(-1)).toMatchObject({
      spanId: named(request).spanId,
      req: { method: 'POST', path: '/api/v1/chat/:sessionId/messages' },
      res: { statusCode: 200 },
    });
    const headers = { accept: 'application/openmetrics-text; version=1.0.0' };
    const metrics = await (await fetch(`${desk.url}/metrics`, { headers })).text();
    const exemplar = `{trace_id="${TRACE}",request_id="${requestId}"}`;
    expect(metrics.split('\n').filter((text) => text.includes(exemplar))).toEqual([
      expect.stringMatching(/^frontdesk_turn_duration_seconds_bucket\{le="[\d.]+",outcome="complete"\} 1 # /),
    ]);
  });

  it('tells the same id in a problem, its headers, its span and its log line', async () => {
    const given = 'ticket-4711';
    const headers = { 'x-request-id': given };
    const response = await desk.api.request('GET', '/api/v1/customers/ada%40example.com/export', undefined, {
      headers,
    });
    expect(response.headers.get('x-request-id')).toBe(given);
    expect(await response.json()).toMatchObject({ requestId: given });
    const [, traceId = ''] = /^00-(\w{32})-\w{16}-01$/.exec(response.headers.get('traceparent') ?? '') ?? [];
    const [span] = await collector.trace(traceId, /^GET /);
    expect(span?.attributes).toMatchObject({ 'frontdesk.request_id': given });
    await until(() => logLines().some((line) => line.requestId === given));
    const line = logLines().find((each) => each.requestId === given);
    expect(line).toMatchObject({ traceId, res: { statusCode: response.status } });
    expect(JSON.stringify([line, span])).not.toContain('ada');
  });
});
