import { Inject, Injectable } from '@nestjs/common';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { EXTRACTIVE } from './extractive/draft.js';
import { LANGUAGE_MODELS } from './language-models.token.js';
import { type ModelAnswerer } from './model/model-answerer.js';

/**
 * How the language models are. Without any the documents are quoted, so this is never `down`; `degraded` when the first one is left
 * alone because it kept failing.
 */
@Injectable()
export class LlmHealth {
  constructor(
    private readonly indicators: HealthIndicatorService,
    @Inject(LANGUAGE_MODELS) private readonly models: readonly Pick<ModelAnswerer, 'model' | 'circuit'>[],
  ) {}

  check(): HealthIndicatorResult {
    const indicator = this.indicators.check('llm');
    const [first, ...fallback] = this.models.map(({ model, circuit }) => ({ model, circuit }));
    if (!first) return indicator.up({ provider: EXTRACTIVE });
    const provider = first.model.slice(0, first.model.indexOf(':'));
    const details = { provider, model: first.model, circuit: first.circuit, fallback };
    if (first.circuit === 'closed') return indicator.up(details);
    return indicator.degraded({ ...details, message: `${first.model} kept failing and is left alone for a moment.` });
  }
}
