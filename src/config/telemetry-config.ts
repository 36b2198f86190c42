import { type CrossRule } from './cross-rule.js';
import { type EnvironmentValues } from './env.schema.js';
import { type SamplerName } from './telemetry-variables.js';

/** Where log lines go besides the console. */
export interface LogFileConfig {
  readonly path: string;
  /** Size at which the next file is begun, in MB. */
  readonly maxMb: number;
  /** Full files that stay. */
  readonly keep: number;
}

/** How traces leave the process. */
export interface TracesConfig {
  /** Base address of the collector. */
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly serviceName: string;
  readonly resource: Readonly<Record<string, string>>;
  readonly sampler: SamplerName;
  /** 0..1, for samplers by ratio. */
  readonly ratio: number;
}

/** What the desk tells about itself. */
export interface TelemetryConfig {
  /** null = console only. */
  readonly logFile: LogFileConfig | null;
  /** null = no token opens the metrics. */
  readonly metricsToken: string | null;
  /** null = no traces. */
  readonly traces: TracesConfig | null;
}

/** That part of the configuration, of variables that keep `telemetryRules`. */
export function telemetryConfig(values: EnvironmentValues): TelemetryConfig {
  const { LOG_FILE: path } = values;
  return {
    logFile: path === undefined ? null : { path, maxMb: values.LOG_FILE_MAX_MB, keep: values.LOG_FILE_KEEP },
    metricsToken: values.METRICS_TOKEN ?? null,
    traces: values.ENABLE_TELEMETRY ? tracesConfig(values) : null,
  };
}

function tracesConfig(values: EnvironmentValues): TracesConfig {
  return {
    endpoint: values.OTEL_EXPORTER_OTLP_ENDPOINT.replace(/\/+$/, ''),
    headers: readPairs(values.OTEL_EXPORTER_OTLP_HEADERS) ?? {},
    serviceName: values.OTEL_SERVICE_NAME,
    resource: readPairs(values.OTEL_RESOURCE_ATTRIBUTES) ?? {},
    sampler: values.OTEL_TRACES_SAMPLER,
    ratio: values.OTEL_TRACES_SAMPLER_ARG,
  };
}

/** `name=value,...` with percent-encoded values; undefined when there are none, or one is encoded wrongly. */
function readPairs(list: string | undefined): Record<string, string> | undefined {
  const pairs = list?.split(',').map((pair) => pair.trim().split('=')) ?? [];
  try {
    return list === undefined
      ? undefined
      : Object.fromEntries(pairs.map(([name = '', ...value]) => [name, decodeURIComponent(value.join('='))]));
  } catch {
    return undefined;
  }
}

function isUnreadable(list: string | undefined): boolean {
  return list !== undefined && readPairs(list) === undefined;
}

/** What must hold between these variables and others. */
export const telemetryRules: readonly CrossRule[] = [
  {
    names: ['OTEL_EXPORTER_OTLP_HEADERS'],
    broken: ({ OTEL_EXPORTER_OTLP_HEADERS: headers }) => isUnreadable(headers),
    message: 'has a percent sign that encodes nothing. Write %25 for a percent sign.',
  },
  {
    names: ['OTEL_RESOURCE_ATTRIBUTES'],
    broken: ({ OTEL_RESOURCE_ATTRIBUTES: attributes }) => isUnreadable(attributes),
    message: 'has a percent sign that encodes nothing. Write %25 for a percent sign.',
  },
];
