import { fraction, flag, oneOf, text, wholeNumber } from './env-values.js';
import { optionalVariable, variable } from './env-variable.js';

const section = 'Telemetry';

/** Samplers by their names in the OpenTelemetry specification ("Environment Variable Specification", OTEL_TRACES_SAMPLER). */
const SAMPLERS = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;

/** How the first span of a trace decides whether the trace is kept. */
export type SamplerName = (typeof SAMPLERS)[number];

const PAIRS = /^[^\s=,]+=[^\s,]*(\s*,\s*[^\s=,]+=[^\s,]*)*$/;

/** Logs, metrics and traces. The names that begin with OTEL_ are those of the OpenTelemetry specification. */
export const telemetryVariables = {
  LOG_FILE: optionalVariable(text(/^[^\0]*[^\0/]$/, 'the path of a file'), {
    section,
    otherwise: 'logs go to the console only',
    description:
      'Writes every log line to this file too. A number comes before its ending, and grows: desk.log is written as desk.1.log, desk.2.log...',
    example: '/var/log/frontdesk/desk.log',
  }),
  LOG_FILE_MAX_MB: variable(wholeNumber(1, 10_000), {
    section,
    default: '50',
    description: 'The size at which the next log file is begun, in MB.',
  }),
  LOG_FILE_KEEP: variable(wholeNumber(1, 1000), {
    section,
    default: '10',
    description: 'How many full log files stay beside the one that is written; older ones are deleted.',
  }),
  METRICS_TOKEN: optionalVariable(text(/^[A-Za-z0-9._~+/-]{16,}=*$/, 'at least 16 letters, digits or . _ ~ + / -'), {
    section,
    otherwise: 'metrics are read from this machine itself, or with an admin key',
    description: 'Lets a scraper read /metrics with "Authorization: Bearer <token>", and nothing else.',
    secret: true,
  }),
  ENABLE_TELEMETRY: variable(flag(), {
    section,
    default: 'false',
    description: 'Sends traces to an OpenTelemetry collector. Metrics and logs need no switch.',
  }),
  OTEL_EXPORTER_OTLP_ENDPOINT: variable(text(/^https?:\/\/\S+$/, 'an address that begins with http:// or https://'), {
    section,
    default: 'http://localhost:4318',
    description: 'The collector, spoken to by OTLP over HTTP; /v1/traces is added.',
  }),
  OTEL_EXPORTER_OTLP_HEADERS: optionalVariable(text(PAIRS, 'name=value, separated by commas'), {
    section,
    otherwise: 'none are sent',
    description: 'Headers for the collector, such as its key; values are percent-encoded.',
    secret: true,
  }),
  OTEL_SERVICE_NAME: variable(text(/^\S.{0,199}$/, 'a name'), {
    section,
    default: 'frontdesk',
    description: 'The name of this service in traces.',
  }),
  OTEL_RESOURCE_ATTRIBUTES: optionalVariable(text(PAIRS, 'name=value, separated by commas'), {
    section,
    otherwise: 'only what the desk says about itself',
    description: 'What every trace says about this process; values are percent-encoded.',
    example: 'deployment.environment.name=production,service.instance.id=desk-1',
  }),
  OTEL_TRACES_SAMPLER: variable(oneOf(...SAMPLERS), {
    section,
    default: 'parentbased_always_on',
    description:
      'Which traces are kept. With parentbased_ a caller that sends a traceparent decides; where customers reach the desk directly, take one without.',
  }),
  OTEL_TRACES_SAMPLER_ARG: variable(fraction(), {
    section,
    default: '1',
    description: 'The share of traces that a sampler with traceidratio keeps.',
  }),
};
