import { setTimeout as sleep } from 'node:timers/promises';
import { context } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  type Sampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { ABOUT } from '../common/about.js';
import { type TracesConfig } from '../config/telemetry-config.js';
import { ReportingExporter, type Warn } from './reporting-exporter.js';
import { isTracedWith, traceWith } from './spans.js';

/** Longest wait for the collector to take one batch, its repeats included, in ms. */
const EXPORT_TIMEOUT_MS = 5000;
/** Spans that wait at most, some 10 MB; more are dropped. A turn has about fifty. */
const MAX_WAITING = 8192;
/** Pause between batches, in ms. */
const PAUSE_MS = 1000;

/** Traces on their way to a collector. */
export interface TraceExport {
  /** Sends what is left, for `graceMs` at most, and ends. */
  stop(graceMs: number): Promise<void>;
}

/** Begins to make spans and to send them. Loaded only where traces are wanted: the packages cost start-up time and memory. */
export function startTraces(config: TracesConfig, warn: Warn): TraceExport {
  const collector = new OTLPTraceExporter({
    url: `${config.endpoint}/v1/traces`,
    headers: { ...config.headers },
    timeoutMillis: EXPORT_TIMEOUT_MS,
  });
  const processor = new BatchSpanProcessor({
    exporter: new ReportingExporter(collector, warn),
    maxQueueSize: MAX_WAITING,
    scheduledDelayMillis: PAUSE_MS,
    exportTimeoutMillis: 2 * EXPORT_TIMEOUT_MS,
  });
  const provider = new TracerProvider({
    sampler: samplerOf(config),
    resource: resourceFromAttributes({
      'service.version': ABOUT.version,
      ...config.resource,
      'service.name': config.serviceName,
    }),
    spanProcessors: [processor],
  });
  const tracer = provider.getTracer('frontdesk', ABOUT.version);
  // Stays when another desk of the process (tests) begins or ends: without spans it costs nothing.
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  traceWith(tracer);
  return {
    stop: async (graceMs) => {
      if (isTracedWith(tracer)) traceWith(undefined);
      // A collector that is away was told of already.
      const ended = provider.shutdown().catch(() => undefined);
      await Promise.race([ended, sleep(graceMs, undefined, { ref: false })]);
    },
  };
}

function samplerOf({ sampler, ratio }: TracesConfig): Sampler {
  const root = rootSamplerOf(sampler.replace('parentbased_', ''), ratio);
  return sampler.startsWith('parentbased_') ? new ParentBasedSampler({ root }) : root;
}

function rootSamplerOf(name: string, ratio: number): Sampler {
  if (name === 'always_on') return new AlwaysOnSampler();
  return name === 'always_off' ? new AlwaysOffSampler() : new TraceIdRatioBasedSampler(ratio);
}
