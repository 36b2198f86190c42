import { inSpan } from '../../telemetry/spans.js';

/** Runs a call of a tool in a span of its own, by the semantic conventions for generative AI. Names only: no input, no output. */
export function inToolSpan<T>(tool: string, work: () => Promise<T>): Promise<T> {
  const attributes = {
    'gen_ai.operation.name': 'execute_tool',
    'gen_ai.tool.name': tool,
    'gen_ai.tool.type': 'function',
  };
  return inSpan(`execute_tool ${tool}`, attributes, work);
}
