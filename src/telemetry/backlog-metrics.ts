import { Gauge } from 'prom-client';
import { metrics } from './metrics.js';

/** Jobs that are due and not begun. All instances see the same ones. */
export const jobsWaiting = new Gauge({
  name: 'frontdesk_jobs_waiting',
  help: 'Background jobs of all instances that are due and not begun, by job',
  labelNames: ['job'],
  registers: [metrics],
});

/** Events for webhooks that are not delivered yet. All instances see the same ones. */
export const outboxWaiting = new Gauge({
  name: 'frontdesk_outbox_waiting',
  help: 'Events for webhooks of all instances that are not delivered yet',
  registers: [metrics],
});

/** How long the oldest of them waits. */
export const outboxOldest = new Gauge({
  name: 'frontdesk_outbox_oldest_seconds',
  help: 'Age of the oldest event for a webhook that is not delivered yet; 0 when there is none',
  registers: [metrics],
});
