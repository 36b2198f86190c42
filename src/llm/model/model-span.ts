import { type Span, SpanKind } from '@opentelemetry/api';
import { type ModelConfig } from '../../config/llm-config.js';
import { failSpan, startSpan } from '../../telemetry/spans.js';

/** Names of providers by the semantic conventions of OpenTelemetry (gen_ai.provider.name). */
const NAMES = {
  openai: 'openai',
  'openai-compatible': 'openai_compatible',
  anthropic: 'anthropic',
  google: 'gcp.gemini',
} as const satisfies Record<ModelConfig['provider'], string>;

/** What a provider told of one request of an answer. */
export interface ModelStep {
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** The model that answered, as the provider calls it. */
  readonly responseModel: string;
  readonly finishReason: string;
}

/** Begins the span of one answer of a model. Names and counts only: no text of a prompt or an answer. */
export function startModelSpan({ provider, model }: ModelConfig): Span {
  const attributes = {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': NAMES[provider],
    'gen_ai.request.model': model,
  };
  return startSpan(`chat ${model}`, attributes, SpanKind.CLIENT);
}

/** Ends the span of an answer that came, with what all its requests used together. */
export function endModelSpan(span: Span, steps: readonly ModelStep[]): void {
  const last = steps.at(-1);
  span.setAttributes({
    'gen_ai.usage.input_tokens': steps.reduce((sum, { inputTokens }) => sum + inputTokens, 0),
    'gen_ai.usage.output_tokens': steps.reduce((sum, { outputTokens }) => sum + outputTokens, 0),
    'gen_ai.response.finish_reasons': steps.map(({ finishReason }) => finishReason),
    'frontdesk.model.requests': steps.length,
    ...(last && { 'gen_ai.response.model': last.responseModel }),
  });
  span.end();
}

/** Ends the span of one that failed, or that nobody waited for; `type` is a stable code. */
export function failModelSpan(span: Span, type: string): void {
  failSpan(span, type);
  span.end();
}
