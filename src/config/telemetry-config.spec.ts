import { describe, expect, it } from '@jest/globals';
import { loadConfig } from './app-config.js';

describe('the configuration of telemetry', () => {
  it('is: console, no traces, no token', () => {
    expect(loadConfig({}).telemetry).toEqual({ logFile: null, metricsToken: null, traces: null });
  });

  it('reads the variables of OpenTelemetry as its specification has them', () => {
    const { traces } = loadConfig({
      ENABLE_TELEMETRY: 'true',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'https://collector.example/otlp/',
      OTEL_EXPORTER_OTLP_HEADERS: 'x-key=a%20b%3D, x-tenant=7',
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=production',
      OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
      OTEL_TRACES_SAMPLER_ARG: '0.25',
    }).telemetry;
    expect(traces).toEqual({
      endpoint: 'https://collector.example/otlp',
      headers: { 'x-key': 'a b=', 'x-tenant': '7' },
      serviceName: 'frontdesk',
      resource: { 'deployment.environment.name': 'production' },
      sampler: 'parentbased_traceidratio',
      ratio: 0.25,
    });
  });

  it.each([
    [{ METRICS_TOKEN: 'too short' }, 'must be at least 16 letters'],
    [{ OTEL_EXPORTER_OTLP_HEADERS: 'x-key=50%' }, 'OTEL_EXPORTER_OTLP_HEADERS has a percent sign'],
    [{ OTEL_RESOURCE_ATTRIBUTES: 'no pairs' }, 'OTEL_RESOURCE_ATTRIBUTES is "no pairs", but must be name=value'],
    [{ OTEL_TRACES_SAMPLER: 'sometimes' }, 'OTEL_TRACES_SAMPLER is "sometimes", but must be one of always_on'],
    [{ LOG_FILE: '/var/log/' }, 'LOG_FILE is "/var/log/", but must be the path of a file'],
  ])('refuses %j', (env, message) => {
    expect(() => loadConfig(env)).toThrow(message);
  });
});
