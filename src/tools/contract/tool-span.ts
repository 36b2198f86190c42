import { SpanStatusCode, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('frontdesk');

/** Runs a call of a tool in a span of its own; without a tracing SDK that costs nothing. Names only: no input, no output. */
export function inToolSpan<T>(tool: string, work: () => Promise<T>): Promise<T> {
  const attributes = { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': tool };
  return tracer.startActiveSpan(`execute_tool ${tool}`, { attributes }, async (span) => {
    try {
      return await work();
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  });
}
