import { pathToFileURL } from 'node:url';
import { expect, it } from '@jest/globals';
import { ApiClient } from '../support/api-client.js';
import { startChildApp } from '../support/child-app.js';

const SPY = `--import=${pathToFileURL('test/support/list-packages.mjs').href}`;

/** Packages of OpenTelemetry that a desk loads up to its first answer, and the headers of that. */
async function loadedBy(env: Readonly<Record<string, string>>): Promise<{ packages: string[]; headers: Headers }> {
  const desk = await startChildApp({ ENVIRONMENT: 'test', DATA_DIR: 'memory://', NODE_OPTIONS: SPY, ...env });
  const { headers } = await new ApiClient(desk.url).request('POST', '/api/v1/sessions', {});
  const packages = [...desk.output().matchAll(/^loads (\S+)$/gm)].map(([, name = '']) => name);
  expect(await desk.stop()).toBe(0);
  return { packages: packages.sort(), headers };
}

it('without ENABLE_TELEMETRY nothing of OpenTelemetry is loaded but its interface', async () => {
  const { packages, headers } = await loadedBy({});
  expect(packages).toEqual(['@opentelemetry/api']);
  expect(headers.get('traceparent')).toBeNull();
});

it('with it the SDK is loaded, and requests have traces', async () => {
  const { packages, headers } = await loadedBy({ ENABLE_TELEMETRY: 'true' });
  expect(packages).toEqual(
    expect.arrayContaining(['@opentelemetry/exporter-trace-otlp-http', '@opentelemetry/sdk-trace']),
  );
  expect(headers.get('traceparent')).toMatch(/^00-\w{32}-\w{16}-01$/);
});
