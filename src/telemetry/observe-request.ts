import { type Span } from '@opentelemetry/api';
import { type Request, type Response } from 'express';
import { httpDuration, httpRequests } from './http-metrics.js';
import { routeOf } from './route-of.js';
import { failSpan, startServerSpan, within } from './spans.js';
import { traceParentOf } from './trace-parent.js';

/** Methods that have a name of their own in metrics and traces; a caller may invent others. */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
/** As the status of a request whose client left before its answer was complete (nginx' own code for that). */
const CLIENT_LEFT = 499;

/** Probes and scrapes come every few seconds and would bury the traces of people. */
const UNTRACED = /^\/(health|livez|readyz|startupz|metrics)\b/;

/** Counts and times a request, and makes what `work` starts a part of its span, which is told to the caller as `traceparent`. */
export function observeRequest(request: Request, response: Response, requestId: string, work: () => void): void {
  const startedAt = performance.now();
  const method = METHODS.has(request.method) ? request.method : '_OTHER';
  const span = UNTRACED.test(request.path)
    ? undefined
    : startServerSpan(method, request.get('traceparent'), {
        'http.request.method': method,
        'frontdesk.request_id': requestId,
      });
  const traceParent = span && traceParentOf(span);
  if (traceParent !== undefined) response.setHeader('traceparent', traceParent);
  response.once('close', () => {
    const route = routeOf(request);
    const status = response.writableFinished ? response.statusCode : CLIENT_LEFT;
    httpRequests.inc({ method, route, status });
    httpDuration.observe({ method, route }, (performance.now() - startedAt) / 1000);
    if (span) endSpan(span, method, route, status);
  });
  if (span) within(span, work);
  else work();
}

function endSpan(span: Span, method: string, route: string, status: number): void {
  span.updateName(`${method} ${route}`);
  span.setAttributes({ 'http.route': route, 'http.response.status_code': status });
  if (status >= 500) failSpan(span, String(status));
  span.end();
}
