import { type NextFunction, type Request, type Response } from 'express';
import onHeaders from 'on-headers';
import { ValidationFailed } from '../common/app-error.js';
import { newId } from '../common/ids.js';
import { observeRequest } from '../telemetry/observe-request.js';
import { runInRequestContext } from '../telemetry/request-context.js';

// What a caller may choose as its request id: it ends up in logs and headers.
const ACCEPTABLE_ID = /^[A-Za-z0-9._:/+=-]{1,128}$/;

/**
 * Gives the request its id (the caller's own `X-Request-Id` if it is sound), its span (a part of the caller's trace, if it sent a
 * `traceparent`) and the headers of the answer.
 */
export function requestContext(request: Request, response: Response, next: NextFunction): void {
  const given = request.get('x-request-id');
  const requestId = given !== undefined && ACCEPTABLE_ID.test(given) ? given : newId('req');
  const started = performance.now();
  response.setHeader('X-Request-Id', requestId);
  onHeaders(response, () => {
    response.setHeader('X-Process-Time', (performance.now() - started).toFixed(1));
  });
  runInRequestContext({ requestId }, () => {
    observeRequest(request, response, requestId, next);
  });
}

/** Neither a path nor a query has a use for NUL, and the database would refuse it later and less clearly. */
export function refuseNul(request: Request, _response: Response, next: NextFunction): void {
  next(request.url.includes('%00') ? ValidationFailed.of('url', 'must not contain a NUL character (%00)') : undefined);
}
