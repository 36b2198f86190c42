import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';

/** Everything /metrics shows. One registry a process: a second app in the same process (tests) adds to the same counters. */
export const metrics = new Registry();

collectDefaultMetrics({ register: metrics });

/** Statements sent to Postgres or PGlite, by statement name; a turn may cost three. */
export const sqlStatements = new Counter({
  name: 'frontdesk_sql_statements_total',
  help: 'SQL statements sent to the database, by statement name',
  labelNames: ['statement'],
  registers: [metrics],
});

/** Turns by how they ended: answer, abstain, escalate, replay, failed, stopped... */
export const turnDuration = new Histogram({
  name: 'frontdesk_turn_duration_seconds',
  help: 'Time from an accepted message to its complete answer, by outcome',
  labelNames: ['outcome'],
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
  registers: [metrics],
});
