import { type LanguageModel } from 'ai';
import { type ModelConfig } from '../../config/llm-config.js';
import { type ModelProvider } from '../../config/llm-variables.js';

/** A model as the AI SDK takes it; never a bare name, which would go to a gateway of the SDK's makers. */
export type ReachedModel = Exclude<LanguageModel, string>;

/** Where the providers are. Always given, as their packages would else look into the environment by themselves. */
const ADDRESSES = {
  openai: 'https://api.openai.com/v1',
  anthropic: 'https://api.anthropic.com/v1',
  google: 'https://generativelanguage.googleapis.com/v1beta',
} as const satisfies Record<Exclude<ModelProvider, 'openai-compatible'>, string>;

/** Builds the access to one model. Loads its provider's package only now; makes no connection. */
export async function reachModel({ provider, model, baseUrl, apiKey = '' }: ModelConfig): Promise<ReachedModel> {
  // What the SDK warns of, such as a setting that a model ignores, is no line of our log.
  globalThis.AI_SDK_LOG_WARNINGS = false;
  switch (provider) {
    case 'openai': {
      const { createOpenAI } = await import('@ai-sdk/openai');
      return createOpenAI({ apiKey, baseURL: baseUrl ?? ADDRESSES.openai })(model);
    }
    case 'anthropic': {
      const { createAnthropic } = await import('@ai-sdk/anthropic');
      return createAnthropic({ apiKey, baseURL: baseUrl ?? ADDRESSES.anthropic })(model);
    }
    case 'google': {
      const { createGoogle } = await import('@ai-sdk/google');
      return createGoogle({ apiKey, baseURL: baseUrl ?? ADDRESSES.google })(model);
    }
    case 'openai-compatible': {
      const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible');
      const name = 'openai-compatible';
      const access = { name, baseURL: baseUrl ?? '', includeUsage: true };
      return createOpenAICompatible(apiKey === '' ? access : { ...access, apiKey })(model);
    }
  }
}
