import { Logger } from '@nestjs/common';
import { isSpanContextValid, type Span } from '@opentelemetry/api';
import { turnDuration } from './metrics.js';
import { inSpan } from './spans.js';

const logger = new Logger('Turn');

/** Most characters of an exemplar, names and values together (OpenMetrics 1.0, "Exemplars"). */
const MOST = 128;

/**
 * Runs a turn: timed by outcome with its ids as exemplar, a span that everything in it is a part of, and a line in the log, since one
 * that came over a socket has no request's line. `outcomeOf` gives the outcome of
 * a turn that ended; one that throws was `refused`.
 */
export function observeTurn<T>(
  { sessionId, requestId }: { readonly sessionId: string; readonly requestId: string },
  work: () => Promise<T>,
  outcomeOf: (result: T) => string,
): Promise<T> {
  const attributes = { 'gen_ai.conversation.id': sessionId, 'frontdesk.request_id': requestId };
  return inSpan('frontdesk.turn', attributes, async (span) => {
    const startedAt = performance.now();
    let outcome = 'refused';
    try {
      const result = await work();
      outcome = outcomeOf(result);
      return result;
    } finally {
      const value = (performance.now() - startedAt) / 1000;
      span.setAttribute('frontdesk.turn.outcome', outcome);
      logger.log({ event: 'turn_ended', sessionId, outcome, durationMs: Math.round(value * 1000) });
      turnDuration.observe({ labels: { outcome }, value, exemplarLabels: exemplarOf(requestId, span) });
    }
  });
}

/** The ids of a turn as far as there is room: a caller may have chosen a long request id. */
function exemplarOf(requestId: string, span: Span): Record<string, string> {
  const spanContext = span.spanContext();
  const trace: Record<string, string> = isSpanContextValid(spanContext) ? { trace_id: spanContext.traceId } : {};
  const both: Record<string, string> = { ...trace, request_id: requestId };
  return Object.entries(both).flat().join('').length > MOST ? trace : both;
}
