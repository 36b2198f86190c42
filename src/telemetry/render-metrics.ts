import { type Metric, type OpenMetricsContentType, Registry } from 'prom-client';
import { metrics } from './metrics.js';
import { refreshBeforeScrape } from './scrape.js';

/** Metrics as a scraper takes them. */
export interface MetricsText {
  readonly contentType: string;
  readonly text: string;
}

/**
 * All metrics, in the format that a scraper asks for: OpenMetrics, which has exemplars, when `accept` names it, else Prometheus' own.
 */
export async function renderMetrics(accept: string | undefined): Promise<MetricsText> {
  await refreshBeforeScrape();
  const registry = accept?.includes('application/openmetrics-text') === true ? openMetrics() : metrics;
  return { contentType: registry.contentType, text: await registry.metrics() };
}

/**
 * A registry writes one format, and OpenMetrics takes `_total` off the names of the very counters (prom-client 15), so that the other
 * format would lack it; here it does that to views of them.
 */
function openMetrics(): Registry<OpenMetricsContentType> {
  const registry = new Registry<OpenMetricsContentType>();
  registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
  for (const metric of metrics.getMetricsAsArray()) registry.registerMetric(Object.create(metric) as Metric);
  return registry;
}
