import { Counter } from 'prom-client';
import { metrics } from './metrics.js';

/** Calls refused for want of budget, by what they asked for (`credential`: a wrong key or token) and whose budget it was. */
export const rateLimited = new Counter({
  name: 'frontdesk_rate_limited_total',
  help: 'Calls refused by a rate limit, by class of call and whose budget was used up: session, address or key',
  labelNames: ['class', 'by'],
  registers: [metrics],
});

/** Calls that this instance counted by itself because the counters in Redis were out of reach. */
export const rateLimitUnavailable = new Counter({
  name: 'frontdesk_rate_limit_unavailable_total',
  help: 'Calls counted by this instance alone because the counters in Redis did not answer in time',
  registers: [metrics],
});
