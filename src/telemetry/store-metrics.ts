import { Counter, Histogram } from 'prom-client';
import { metrics } from './metrics.js';

/** How long calls of a store take, repeats included, by what became of them: `ok`, or the code of the failure. */
export const storeDuration = new Histogram({
  name: 'frontdesk_store_operation_duration_seconds',
  help: 'Time of operations of a store in Redis, repeats included, by store, operation and result: ok or the code of the failure',
  labelNames: ['store', 'operation', 'result'],
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
  registers: [metrics],
});

/** Connections to Redis that were lost and tried again. */
export const redisReconnects = new Counter({
  name: 'frontdesk_redis_reconnects_total',
  help: 'Attempts to connect to Redis again after a connection was lost, by what the connection is for',
  labelNames: ['name'],
  registers: [metrics],
});
