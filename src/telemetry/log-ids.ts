import { isSpanContextValid } from '@opentelemetry/api';
import { currentRequestId } from './request-context.js';
import { currentSpan } from './spans.js';

/** What leads from a log line to the rest of its request: the ids that its problem body, its span and its exemplar have too. */
export interface LogIds {
  readonly requestId: string | undefined;
  readonly traceId?: string;
  readonly spanId?: string;
}

/** The ids of what is being worked on. */
export function currentIds(): LogIds {
  const requestId = currentRequestId();
  const spanContext = currentSpan().spanContext();
  if (!isSpanContextValid(spanContext)) return { requestId };
  const { traceId, spanId } = spanContext;
  return { requestId, traceId, spanId };
}
