import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort } from '../support/free-port.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { startTraceCollector, type TraceCollector } from '../support/trace-collector.js';
import { until } from '../support/until.js';

const QUESTION = 'What is your refund policy?';

async function lostSpans(desk: TestApp): Promise<number> {
  const text = await (await fetch(`${desk.url}/metrics`)).text();
  return Number(/^frontdesk_trace_spans_total\{result="lost"\} (\d+)/m.exec(text)?.[1] ?? 0);
}

describe('a collector in trouble', () => {
  let collector: TraceCollector;
  let desk: TestApp;
  beforeAll(async () => {
    collector = await startTraceCollector();
    desk = await startTestApp({ ...collector.env, OTEL_EXPORTER_OTLP_HEADERS: 'x-key=a%20secret' });
  }, 180_000);
  afterEach(() => {
    collector.answerWith(200);
  });

  it.each([['refuses'], ['is silent']])('that %s costs traces, and no turn', async (trouble) => {
    const lost = await lostSpans(desk);
    collector.answerWith(trouble === 'refuses' ? 400 : 'silence');
    const before = collector.requests.length;
    const session = await desk.newSession();
    for (let n = 0; n < 3; n += 1) expect((await desk.ask(session, QUESTION)).status).toBe(200);
    await until(() => collector.requests.length > before);
    expect((await desk.ask(session, QUESTION)).status).toBe(200);
    await until(async () => (await lostSpans(desk)) > lost, 30_000);
    expect(collector.requests.at(-1)).toMatchObject({ 'x-key': 'a secret' });
  });

  it('that is well again gets traces again', async () => {
    const sent = collector.spans.length;
    await desk.newSession();
    await until(() => collector.spans.length > sent);
  });
});

it('a collector that is not there keeps no desk from closing', async () => {
  const endpoint = `http://127.0.0.1:${await freePort()}`;
  const desk = await startTestApp({ ENABLE_TELEMETRY: 'true', OTEL_EXPORTER_OTLP_ENDPOINT: endpoint });
  expect((await desk.ask(await desk.newSession(), QUESTION)).status).toBe(200);
  await desk.close();
});

it('the last spans are sent when the desk closes', async () => {
  const collector = await startTraceCollector();
  const desk = await startTestApp({ ...collector.env });
  await desk.newSession();
  await desk.close();
  expect(collector.spans.map(({ name }) => name)).toContain('POST /api/v1/sessions');
});

it('a sampler that keeps nothing sends nothing', async () => {
  const collector = await startTraceCollector();
  const desk = await startTestApp({ ...collector.env, OTEL_TRACES_SAMPLER: 'always_off' });
  await desk.newSession();
  await desk.close();
  expect(collector.requests).toEqual([]);
});
