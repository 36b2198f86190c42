import { Counter } from 'prom-client';
import { metrics } from './metrics.js';

/** What was removed because its time was over, by class: sessions, messages, attachments, audit, receipts. */
export const retentionRemoved = new Counter({
  name: 'frontdesk_retention_removed_total',
  help: 'Sessions, messages, attachments, entries of the audit log and receipts removed because their time was over, by class',
  labelNames: ['class'],
  registers: [metrics],
});

/** Sessions that an erasure has removed from every place. */
export const erasedSessions = new Counter({
  name: 'frontdesk_erased_sessions_total',
  help: 'Sessions removed from every place because their customer was erased',
  registers: [metrics],
});

/** Looks at erasures by what they found: `complete`, or `pending` when a place was out of reach or time ran out. */
export const erasureRuns = new Counter({
  name: 'frontdesk_erasure_runs_total',
  help: 'Runs of erasures, by whether nothing was left: complete or pending',
  labelNames: ['result'],
  registers: [metrics],
});

/** Exports of customers by how they ended: `complete`, or `broken` when the reader went or a store failed. */
export const customerExports = new Counter({
  name: 'frontdesk_customer_exports_total',
  help: 'Exports of customers, by how they ended: complete or broken',
  labelNames: ['result'],
  registers: [metrics],
});
