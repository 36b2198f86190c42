import { type Context, isSpanContextValid, ROOT_CONTEXT, type Span, trace } from '@opentelemetry/api';

/** The header by W3C Trace Context, level 1: version, trace, parent, flags; later versions may say more after that. */
const TRACE_PARENT = /^(?!ff)([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:$|-)/;

/** Where a request goes on that came with `header`; the beginning of a new trace when it has none, or one that is not valid. */
export function contextOfTraceParent(header: string | undefined): Context {
  const [whole, version, traceId = '', spanId = '', flags = '00'] = TRACE_PARENT.exec(header ?? '') ?? [];
  // Version 00 ends with the flags.
  if (whole === undefined || (version === '00' && whole.endsWith('-'))) return ROOT_CONTEXT;
  const remote = { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1, isRemote: true };
  return isSpanContextValid(remote) ? trace.setSpanContext(ROOT_CONTEXT, remote) : ROOT_CONTEXT;
}

/** The header that lets others go on with the trace of `span`; undefined for a span that records nothing. */
export function traceParentOf(span: Span): string | undefined {
  const spanContext = span.spanContext();
  if (!isSpanContextValid(spanContext)) return undefined;
  const { traceId, spanId, traceFlags } = spanContext;
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
}
