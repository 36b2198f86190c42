import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

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

/** Whether the session store answers, as this process sees it. */
export const sessionStoreUp = new Gauge({
  name: 'frontdesk_session_store_up',
  help: '1 while the session store answers, 0 while conversations go on from the record',
  registers: [metrics],
});

/** Turns that had to do without something, by what was missing, as in the answer's `degraded`. */
export const degradedTurns = new Counter({
  name: 'frontdesk_degraded_turns_total',
  help: 'Completed turns that did without something, by what was missing',
  labelNames: ['reason'],
  registers: [metrics],
});

/** Sessions that were brought up to date after an outage of the session store. */
export const reprojectedSessions = new Counter({
  name: 'frontdesk_sessions_reprojected_total',
  help: 'Sessions brought up to date after an outage of the session store',
  registers: [metrics],
});

/**
 * Requests with a session token by how their client compares with the one the session is bound to: `same`, `moved`, `new_client`,
 * `new_client_and_network`; `bound` (first seen), `confirmed` (bound anew after a step-up) or `unchecked` (the store could not be asked).
 */
export const sessionFingerprints = new Counter({
  name: 'frontdesk_session_fingerprint_total',
  help: 'Requests with a session token, by how their client compares with the one the session is bound to',
  labelNames: ['verdict'],
  registers: [metrics],
});

/** Connections to Redis by what they are for. */
export const redisConnectionUp = new Gauge({
  name: 'frontdesk_redis_connection_up',
  help: '1 while the named connection to Redis is up',
  labelNames: ['name'],
  registers: [metrics],
});

/** Reads of sessions found in Redis by the part of the process's own copies in them: `fresh`, `validated` (asked about), `miss`. */
export const sessionL1Reads = new Counter({
  name: 'frontdesk_session_l1_total',
  help: 'Reads of sessions in Redis, by what the copy in the process was good for',
  labelNames: ['result'],
  registers: [metrics],
});
