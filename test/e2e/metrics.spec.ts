import { beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { metrics } from '../../src/telemetry/metrics.js';
import { onCleanUp } from '../support/clean-up.js';
import { startRedis } from '../support/redis-server.mjs';
import { until } from '../support/until.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { startTraceCollector } from '../support/trace-collector.js';

const TOKEN = 'a-token-of-the-scraper.1';

interface Alert {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string; readonly runbook: string };
}

interface Panel {
  readonly title: string;
  readonly targets?: readonly { readonly expr: string }[];
}

const rules = parse(readFileSync('deploy/prometheus/alerts.yml', 'utf8')) as { groups: { rules: Alert[] }[] };
const alerts = rules.groups.flatMap((group) => group.rules);
const dashboard = JSON.parse(readFileSync('deploy/grafana/frontdesk-dashboard.json', 'utf8')) as {
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly { readonly name: string; readonly type: string }[] };
};
const page = readFileSync('docs/operations.md', 'utf8');

interface Described {
  readonly name: string;
  readonly labelNames: readonly string[];
}

/** What the process measures of itself, with the labels that each may have. */
function ownMetrics(): Described[] {
  const all = metrics.getMetricsAsArray() as unknown as Described[];
  return all
    .filter(({ name }) => name.startsWith('frontdesk_'))
    .map(({ name, labelNames }) => ({ name, labelNames: [...labelNames] }));
}

const byName = (one: Described, other: Described): number => one.name.localeCompare(other.name);

describe('GET /metrics', () => {
  let desk: TestApp;
  beforeAll(async () => {
    const redis = await startRedis();
    onCleanUp(() => redis.stop());
    const { env } = await startTraceCollector();
    desk = await startTestApp({ ...env, METRICS_TOKEN: TOKEN, SESSION_STORE_TYPE: 'redis', REDIS_URL: redis.url });
    await desk.ask(await desk.newSession(), 'What is your refund policy?');
  }, 180_000);

  /** As somebody on another machine. */
  const scrape = async (
    headers: Record<string, string> = {},
  ): Promise<{ status: number; type: string; text: string }> => {
    const response = await fetch(`${desk.url}/metrics`, { headers: { 'x-forwarded-for': '203.0.113.9', ...headers } });
    const type = response.headers.get('content-type') ?? '';
    return { status: response.status, type, text: await response.text() };
  };
  const bearer = { authorization: `Bearer ${TOKEN}` };
  /** Names of everything shown. */
  const families = async (): Promise<Set<string>> => {
    const { text } = await scrape(bearer);
    return new Set([...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name = '']) => name));
  };

  it('is for the token, an admin key and this machine itself, and for nobody else', async () => {
    expect((await scrape()).status).toBe(403);
    expect((await scrape({ authorization: 'Bearer a-token-of-the-scraper.2' })).status).toBe(401);
    expect((await scrape(bearer)).status).toBe(200);
    expect((await scrape({ 'x-api-key': desk.adminKey })).status).toBe(200);
    expect((await fetch(`${desk.url}/metrics`)).status).toBe(200);
  });

  it('and the token opens nothing else', async () => {
    expect((await fetch(`${desk.url}/api/v1/sessions`, { headers: bearer })).status).toBe(401);
  });

  it('speaks both formats, the classic one unchanged by the other', async () => {
    const classic = await scrape(bearer);
    expect(classic.type).toBe('text/plain; version=0.0.4; charset=utf-8');
    const open = await scrape({ ...bearer, accept: 'application/openmetrics-text; version=1.0.0,text/plain;q=0.5' });
    expect(open.type).toBe('application/openmetrics-text; version=1.0.0; charset=utf-8');
    expect(open.text).toMatch(/# EOF\n$/);
    expect(open.text).toContain('# TYPE frontdesk_sql_statements counter');
    expect(open.text).toMatch(/^frontdesk_sql_statements_total\{statement="turn_begin"\} \d+$/m);
    expect(open.text).toMatch(
      /^frontdesk_turn_duration_seconds_bucket\{.*\} \d+ # \{trace_id="\w{32}",request_id="req_\w+"\} /m,
    );
    const again = await scrape(bearer);
    expect(again.text).toContain('# TYPE frontdesk_sql_statements_total counter');
    expect(again.text).toMatch(/^frontdesk_sql_statements_total\{statement="turn_begin"\} \d+$/m);
    expect(again.text).not.toContain(' # {');
  });

  it('tells of requests by the pattern of their route, whatever a caller sends', async () => {
    for (const path of ['/api/v1/sessions/somebodys-session', '/never/heard%20of', '/assets/chat/main.js']) {
      await fetch(`${desk.url}${path}`);
    }
    await fetch(`${desk.url}/`, { method: 'PROPFIND' });
    const { text } = await scrape(bearer);
    expect(text).toContain(
      'frontdesk_http_requests_total{method="GET",route="/api/v1/sessions/:sessionId",status="401"}',
    );
    expect(text).toContain('frontdesk_http_requests_total{method="GET",route="unmatched",status="404"}');
    expect(text).toContain('frontdesk_http_requests_total{method="GET",route="assets",status="200"}');
    expect(text).toContain('frontdesk_http_requests_total{method="_OTHER"');
    expect(text).not.toMatch(/somebodys|heard|PROPFIND/);
  });

  it('tells the mode, the version, the stages of turns, the pool, what waits, and a busy event loop', async () => {
    let text = '';
    // The figure is of the time since the last look, and a look that comes before its own clock has struck sees nothing of it.
    await until(async () => {
      const blockedUntil = performance.now() + 400;
      while (performance.now() < blockedUntil) Math.sqrt(2);
      await new Promise((resolve) => setTimeout(resolve, 50));
      ({ text } = await scrape(bearer));
      const [, lag = '0'] = /^nodejs_eventloop_lag_max_seconds (\S+)$/m.exec(text) ?? [];
      return Number(lag) > 0.3;
    });
    expect(text).toContain('frontdesk_mode{mode="full"} 1');
    expect(text).toContain('frontdesk_mode{mode="read-only"} 0');
    expect(text).toMatch(/^frontdesk_build_info\{version="[\d.]+",node="v\d+[\d.]+"\} 1$/m);
    for (const stage of ['hold', 'open', 'gather', 'answer', 'commit', 'close']) {
      expect(text).toMatch(new RegExp(`^frontdesk_turn_stage_duration_seconds_count\\{stage="${stage}"\\} [1-9]`, 'm'));
    }
    expect(text).toMatch(/^frontdesk_database_connections\{state="idle"\} [1-9]/m);
    expect(text).toMatch(/^frontdesk_outbox_waiting 0$/m);
  });

  it('shows every metric that an alert or a panel asks for', async () => {
    const known = await families();
    const expressions = [
      ...alerts.map(({ alert, expr }) => ({ where: alert, expr })),
      ...dashboard.panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => ({ where: title, expr }))),
    ];
    expect(expressions.length).toBeGreaterThan(60);
    const missing = expressions.flatMap(({ where, expr }) =>
      [...expr.matchAll(/\b(?:frontdesk|nodejs|process)_\w+/g)]
        .map(([name]) => name)
        .filter((name) => !known.has(name) && !known.has(name.replace(/_(bucket|sum|count)$/, '')))
        .map((name) => `${where}: ${name}`),
    );
    expect(missing).toEqual([]);
  });

  it('has each of its own metrics with its labels in docs/operations.md, and nothing there that it does not show', async () => {
    const shown = await families();
    const own = ownMetrics().filter(({ name }) => shown.has(name));
    const told = [...page.matchAll(/^\| `(frontdesk_\w+)` *\|([^|]*)\|/gm)].map(([, name = '', labels = '']) => ({
      name,
      labelNames: [...labels.matchAll(/`(\w+)`/g)].map(([, label = '']) => label),
    }));
    expect(told.sort(byName)).toEqual(own.sort(byName));
  });

  it('has the labels that alerts and panels choose by', () => {
    const labels = new Map(ownMetrics().map(({ name, labelNames }) => [name, labelNames]));
    const expressions = [...dashboard.panels.flatMap(({ targets = [] }) => targets), ...alerts].map(({ expr }) => expr);
    const unknown = expressions.flatMap((expr) =>
      [...expr.matchAll(/(frontdesk_\w+)\{([^}]*)\}/g)].flatMap(([, name = '', selector = '']) =>
        [...selector.matchAll(/(\w+) *(?:=~|!~|!=|=)/g)]
          .map(([, label = '']) => label)
          .filter(
            (label) => label !== 'instance' && !labels.get(name.replace(/_(bucket|sum|count)$/, ''))?.includes(label),
          )
          .map((label) => `${expr}: ${label}`),
      ),
    );
    expect(unknown).toEqual([]);
  });
});

describe('the files for operators', () => {
  it('have a runbook, a severity and a pause for every alert', () => {
    const headings = [...page.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading.toLowerCase());
    for (const { alert, annotations, labels, ...rest } of alerts) {
      expect(rest.for).toMatch(/^\d+[mh]$/);
      expect(['critical', 'warning', 'info']).toContain(labels.severity);
      expect(annotations.summary).not.toBe('');
      expect(annotations.runbook).toBe(`docs/operations.md#${alert.toLowerCase()}`);
      expect(headings).toContain(alert.toLowerCase());
    }
    expect(new Set(alerts.map(({ alert }) => alert)).size).toBe(alerts.length);
  });

  it('let the dashboard be put on any data source', () => {
    const variables = dashboard.templating.list.map(({ name, type }) => [name, type]);
    expect(variables).toContainEqual(['datasource', 'datasource']);
    expect(JSON.stringify(dashboard).match(/"uid":"(?!\$\{datasource\}|frontdesk)[^"]*"/)).toBeNull();
  });

  it('read the desk as the example for Prometheus says', () => {
    const { scrape_configs: jobs } = parse(readFileSync('deploy/prometheus/prometheus.yml', 'utf8')) as {
      readonly scrape_configs: readonly { readonly job_name: string; readonly metrics_path: string }[];
    };
    expect(jobs).toEqual([expect.objectContaining({ job_name: 'frontdesk', metrics_path: '/metrics' })]);
  });
});
