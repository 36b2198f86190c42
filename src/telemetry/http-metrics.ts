import { Counter, Histogram } from 'prom-client';
import { metrics } from './metrics.js';

/** Requests by what they asked for and how they ended. `route` is the pattern of a route, `assets`, `docs` or `unmatched`, never a path. */
export const httpRequests = new Counter({
  name: 'frontdesk_http_requests_total',
  help: 'HTTP requests, by method, pattern of the route and status; status 499: the client left first',
  labelNames: ['method', 'route', 'status'],
  registers: [metrics],
});

/** How long requests take up to the end of their answer; a stream lasts as long as somebody listens. */
export const httpDuration = new Histogram({
  name: 'frontdesk_http_request_duration_seconds',
  help: 'Time from the head of a request to the end of its answer, by method and pattern of the route',
  labelNames: ['method', 'route'],
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
  registers: [metrics],
});
