import { type FactoryProvider, Logger, Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { AppError } from '../common/app-error.js';
import { Clock } from '../common/clock.js';
import { type AppConfig } from '../config/app-config.js';
import { APP_CONFIG } from '../config/config.module.js';
import { type Answerer } from './answerer.js';
import { ANSWERER } from './answerer.token.js';
import { CourtesyAnswerer } from './courtesy-answerer.js';
import { ExtractiveAnswerer } from './extractive/extractive-answerer.js';
import { FallbackAnswerer, type FailureReport } from './fallback-answerer.js';
import { GroundedAnswerer } from './grounding/grounded-answerer.js';
import { LANGUAGE_MODELS } from './language-models.token.js';
import { LlmHealth } from './llm.health.js';
import { type ModelAnswerer } from './model/model-answerer.js';
import { TrustedAnswerer } from './untrusted/trusted-answerer.js';

/** Loads what asks models only if there is one to ask. */
const languageModels: FactoryProvider<Promise<ModelAnswerer[]>> = {
  provide: LANGUAGE_MODELS,
  inject: [APP_CONFIG, Clock],
  useFactory: async ({ llm, pii }: AppConfig, clock: Clock) => {
    if (llm.models.length === 0) return [];
    const { openModels } = await import('./model/open-models.js');
    return openModels(llm, pii, clock);
  },
};

const answerer: FactoryProvider<Answerer> = {
  provide: ANSWERER,
  inject: [APP_CONFIG, LANGUAGE_MODELS],
  useFactory: ({ grounding }: AppConfig, models: readonly ModelAnswerer[]) => {
    const extractive = new ExtractiveAnswerer();
    if (models.length === 0) return new TrustedAnswerer(extractive);
    const chain = new FallbackAnswerer(models, extractive, failureLog());
    const grounded = new GroundedAnswerer(chain, extractive, grounding);
    return new TrustedAnswerer(new CourtesyAnswerer(grounded));
  },
};

function failureLog(): FailureReport {
  const logger = new Logger(FallbackAnswerer.name);
  return (model, failure) => {
    // Messages of our own errors carry no key and no text; of others nothing is known.
    if (failure instanceof AppError) logger.warn({ model, code: failure.code, reason: failure.message });
    else logger.error({ model, error: failure instanceof Error ? failure.name : typeof failure });
  };
}

/**
 * Binds the Answerer: quoting sentences, or models in their order with quoting in the end. What others wrote is cleaned before
 * anybody sees it, and what a model says is checked against its sources.
 */
@Module({
  imports: [TerminusModule],
  providers: [languageModels, answerer, LlmHealth],
  exports: [ANSWERER, LlmHealth],
})
export class LlmModule {}
