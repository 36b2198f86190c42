import { Gauge, Histogram } from 'prom-client';
import { metrics } from './metrics.js';

/** How long statements take; which ones are sent is in `sqlStatements`. */
export const sqlDuration = new Histogram({
  name: 'frontdesk_sql_duration_seconds',
  help: 'Time of SQL statements; one outside a transaction waits for its connection too',
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
  registers: [metrics],
});

/** Connections of the pool by what they do. */
export const poolConnections = new Gauge({
  name: 'frontdesk_database_connections',
  help: 'Connections of this process to the database, by state: active or idle',
  labelNames: ['state'],
  registers: [metrics],
});

/** Statements and transactions that wait for a connection. */
export const poolWaiting = new Gauge({
  name: 'frontdesk_database_waiting',
  help: 'Statements and transactions of this process that wait for a connection to the database',
  registers: [metrics],
});
