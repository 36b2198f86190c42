import {
  type Attributes,
  context,
  INVALID_SPAN_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  type Tracer,
} from '@opentelemetry/api';
import { AppError } from '../common/app-error.js';
import { contextOfTraceParent } from './trace-parent.js';

/** What every span is made by; undefined while nothing is traced. One for the process, as its metrics are. */
let tracer: Tracer | undefined;

const NO_SPAN = trace.wrapSpanContext(INVALID_SPAN_CONTEXT);

/** Begins or, without a tracer, ends that spans are made. */
export function traceWith(next: Tracer | undefined): void {
  tracer = next;
}

/** Whether spans are made by `one`. */
export function isTracedWith(one: Tracer): boolean {
  return tracer === one;
}

/**
 * Runs `work` in a span; a failure is noted by its code, never by its text. Attributes are names, ids and numbers: what people wrote
 * and values of statements stay out. While nothing is traced this calls `work` and does nothing else.
 */
export function inSpan<T>(
  name: string,
  attributes: Attributes,
  work: (span: Span) => Promise<T>,
  kind: SpanKind = SpanKind.INTERNAL,
): Promise<T> {
  if (tracer === undefined) return work(NO_SPAN);
  return tracer.startActiveSpan(name, { attributes, kind }, (span) => ended(span, work));
}

/** As `inSpan`, for calls of a store: only as part of something traced, since a trace of one statement tells nothing. */
export function inClientSpan<T>(name: string, attributes: Attributes, work: () => Promise<T>): Promise<T> {
  if (tracer === undefined || trace.getActiveSpan() === undefined) return work();
  return inSpan(name, attributes, work, SpanKind.CLIENT);
}

/** Begins a span whose end is somebody else's; it is not the active one. */
export function startSpan(name: string, attributes: Attributes, kind: SpanKind = SpanKind.INTERNAL): Span {
  return tracer?.startSpan(name, { attributes, kind }) ?? NO_SPAN;
}

/** Begins the span of a request that came in, as a part of the trace that its `traceparent` names. */
export function startServerSpan(name: string, traceParent: string | undefined, attributes: Attributes): Span {
  if (tracer === undefined) return NO_SPAN;
  return tracer.startSpan(name, { attributes, kind: SpanKind.SERVER }, contextOfTraceParent(traceParent));
}

/** Runs `work` as a part of `span`. */
export function within<T>(span: Span, work: () => T): T {
  return tracer === undefined ? work() : context.with(trace.setSpan(context.active(), span), work);
}

/** The span that is being worked in; one that records nothing when there is none. */
export function currentSpan(): Span {
  return (tracer && trace.getActiveSpan()) ?? NO_SPAN;
}

/** Marks a span as failed, by a stable code. */
export function failSpan(span: Span, type: string): void {
  span.setAttribute('error.type', type);
  span.setStatus({ code: SpanStatusCode.ERROR });
}

async function ended<T>(span: Span, work: (span: Span) => Promise<T>): Promise<T> {
  try {
    return await work(span);
  } catch (error) {
    failSpan(span, typeOf(error));
    throw error;
  } finally {
    span.end();
  }
}

function typeOf(error: unknown): string {
  if (error instanceof AppError) return error.code;
  return error instanceof Error ? error.name : 'unknown';
}
