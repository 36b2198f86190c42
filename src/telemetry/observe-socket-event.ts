import { SpanKind } from '@opentelemetry/api';
import { runInRequestContext } from './request-context.js';
import { inSpan } from './spans.js';

/** Handles one event of a socket under an id of its own, as the beginning of a trace. `event` is one of ours, or `unknown`. */
export function observeSocketEvent(event: string, requestId: string, work: () => Promise<void>): Promise<void> {
  const attributes = { 'frontdesk.socket.event': event, 'frontdesk.request_id': requestId };
  return runInRequestContext({ requestId }, () => inSpan(`socket ${event}`, attributes, work, SpanKind.SERVER));
}
