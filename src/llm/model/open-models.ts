import { type Clock } from '../../common/clock.js';
import { type LlmConfig } from '../../config/llm-config.js';
import { type PiiConfig } from '../../config/pii-config.js';
import { loadPrompt } from '../prompts/prompt-document.js';
import { ModelAnswerer } from './model-answerer.js';
import { reachModel } from './providers.js';

/** An answerer for each configured model, in their order. Makes no connection: a provider may come up later. */
export function openModels({ models, limits }: LlmConfig, pii: PiiConfig, clock: Clock): Promise<ModelAnswerer[]> {
  const prompt = loadPrompt('answer');
  return Promise.all(
    models.map(
      async (config) => new ModelAnswerer({ config, access: await reachModel(config), limits, prompt, pii, clock }),
    ),
  );
}
