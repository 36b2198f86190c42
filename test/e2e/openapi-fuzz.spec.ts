import { beforeAll, describe, expect, it } from '@jest/globals';
import { type FuzzDesk, startFuzzDesk } from '../support/openapi-fuzz/fuzz-desk.js';
import { fuzz, type FuzzReport } from '../support/openapi-fuzz/fuzz-run.js';
import { until } from '../support/until.js';

const requests = Number(process.env.FUZZ_REQUESTS ?? 2000);
const seed = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 1_000_000));

/** Handles that may be open beyond those before: a pool that grew, a connection that is being closed. */
const MORE_HANDLES = 20;

async function openHandles({ api }: FuzzDesk): Promise<number> {
  const text = await (await api.request('GET', '/metrics')).text();
  return Number(/^nodejs_active_resources_total (\d+)/m.exec(text)?.[1]);
}

describe(`every operation of the OpenAPI description, ${requests} requests, FUZZ_SEED=${seed}`, () => {
  let desk: FuzzDesk;
  let before: number;
  let report: FuzzReport;
  beforeAll(
    async () => {
      desk = await startFuzzDesk();
      before = await openHandles(desk);
      report = await fuzz(desk, { requests, seed });
      console.log(JSON.stringify(report, null, 1));
    },
    60_000 + requests * 100,
  );

  it('answers each request within 5 s, as it is described, and never fails', () => {
    expect(report.failures.join('\n\n')).toBe('');
    expect(report.requests).toBeGreaterThanOrEqual(requests);
  });

  it('reaches every operation beyond its guards', () => {
    const served = ['200', '201', '202', '204'].map((status) => report.statuses[status] ?? 0);
    expect(served.every((count) => count > 0)).toBe(true);
    expect(served.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(report.requests / 10);
  });

  it('leaves a healthy desk with no more open than before', async () => {
    expect((await desk.api.get('/health')).body).toMatchObject({ status: 'ok', mode: 'full' });
    // Connections that were kept for the next request are closed after HTTP_KEEP_ALIVE_SECONDS at the latest.
    await until(async () => (await openHandles(desk)) <= before + MORE_HANDLES, 100_000);
    // A rejection that nobody handles ends a Node process, and faults are logged.
    expect(desk.child.output()).not.toMatch(/unhandled|"internal"/i);
    expect(await desk.child.stop()).toBe(0);
  }, 180_000);
});
