import { Counter } from 'prom-client';
import { metrics } from './metrics.js';

/** Spans by whether the collector took them: `sent` or `lost`. */
export const exportedSpans = new Counter({
  name: 'frontdesk_trace_spans_total',
  help: 'Spans handed to the collector of traces, by result: sent or lost',
  labelNames: ['result'],
  registers: [metrics],
});
