import { type Span, SpanStatusCode, trace } from '@opentelemetry/api';
import { type ModelConfig } from '../../config/llm-config.js';
import { type ModelUsage } from '../../conversation/turn-record.js';

const tracer = trace.getTracer('frontdesk');

/** Names of providers by the semantic conventions of OpenTelemetry (gen_ai.provider.name). */
const NAMES = {
  openai: 'openai',
  'openai-compatible': 'openai_compatible',
  anthropic: 'anthropic',
  google: 'gcp.gemini',
} as const satisfies Record<ModelConfig['provider'], string>;

/** Begins the span of one answer of a model. Names and counts only: no text of a prompt or an answer. */
export function startModelSpan({ provider, model }: ModelConfig): Span {
  return tracer.startSpan(`chat ${model}`, {
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': NAMES[provider],
      'gen_ai.request.model': model,
    },
  });
}

/** Ends the span of an answer that came. */
export function endModelSpan(
  span: Span,
  { inputTokens, outputTokens }: Pick<ModelUsage, 'inputTokens' | 'outputTokens'>,
): void {
  span.setAttributes({ 'gen_ai.usage.input_tokens': inputTokens, 'gen_ai.usage.output_tokens': outputTokens });
  span.end();
}

/** Ends the span of one that failed, or that nobody waited for; `type` is a stable code. */
export function failModelSpan(span: Span, type: string): void {
  span.setAttribute('error.type', type);
  span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}
