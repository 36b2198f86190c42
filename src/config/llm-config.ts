import { type CrossRule } from './cross-rule.js';
import { type EnvironmentValues } from './env.schema.js';
import { type ModelProvider } from './llm-variables.js';

/** US dollars for a million tokens. */
export interface ModelPrices {
  readonly input: number;
  readonly output: number;
}

/** One language model and how it is reached. */
export interface ModelConfig {
  readonly provider: ModelProvider;
  readonly model: string;
  /** The provider's own when absent. */
  readonly baseUrl?: string;
  readonly apiKey?: string;
  /** Null: costs are not counted. */
  readonly prices: ModelPrices | null;
}

/** What one answer of a model may use up, and when a model is given up. Times in ms, counts per answer. */
export interface ModelLimits {
  readonly maxSteps: number;
  readonly maxCallsPerTool: number;
  readonly maxOutputTokens: number;
  readonly contextTokens: number;
  readonly timeoutMs: number;
  readonly firstTokenTimeoutMs: number;
  readonly stallTimeoutMs: number;
  readonly maxRetries: number;
  readonly breakerOpenMs: number;
  /** The model's own when absent. */
  readonly temperature?: number;
}

/** Who words the answers. */
export interface LlmConfig {
  readonly provider: EnvironmentValues['LLM_PROVIDER'];
  /** In the order in which they are asked; empty = none is, the documents are quoted. */
  readonly models: readonly ModelConfig[];
  readonly limits: ModelLimits;
}

/** The language models' part of the configuration, of variables that keep `llmRules`. */
export function llmConfig(values: EnvironmentValues): LlmConfig {
  return { provider: values.LLM_PROVIDER, models: modelsOf(values), limits: limitsOf(values) };
}

function modelsOf(values: EnvironmentValues): ModelConfig[] {
  const { LLM_PROVIDER: provider, LLM_MODEL: model = '', LLM_BASE_URL: baseUrl, LLM_API_KEY: apiKey } = values;
  if (provider === 'extractive') return [];
  const { LLM_PRICE_INPUT: input, LLM_PRICE_OUTPUT: output } = values;
  const prices = input === undefined || output === undefined ? null : { input, output };
  const fallbacks = fallbacksOf(values).map((fallback) => ({ ...fallback, prices: null }));
  return [{ provider, model, ...reached(baseUrl, apiKey), prices }, ...fallbacks];
}

/** A fallback of the primary's provider is reached as the primary is, unless its own variables say otherwise. */
function fallbacksOf(values: EnvironmentValues): Omit<ModelConfig, 'prices'>[] {
  return (values.LLM_FALLBACK ?? []).map((item) => {
    const colon = item.indexOf(':');
    const provider = item.slice(0, colon) as ModelProvider;
    const same = provider === values.LLM_PROVIDER;
    const baseUrl = values.LLM_FALLBACK_BASE_URL ?? (same ? values.LLM_BASE_URL : undefined);
    const apiKey = values.LLM_FALLBACK_API_KEY ?? (same ? values.LLM_API_KEY : undefined);
    return { provider, model: item.slice(colon + 1), ...reached(baseUrl, apiKey) };
  });
}

function reached(baseUrl: string | undefined, apiKey: string | undefined): Pick<ModelConfig, 'baseUrl' | 'apiKey'> {
  return { ...(baseUrl === undefined ? {} : { baseUrl }), ...(apiKey === undefined ? {} : { apiKey }) };
}

function limitsOf(values: EnvironmentValues): ModelLimits {
  const { LLM_TEMPERATURE: temperature } = values;
  return {
    maxSteps: values.LLM_MAX_STEPS,
    maxCallsPerTool: values.LLM_MAX_CALLS_PER_TOOL,
    maxOutputTokens: values.LLM_MAX_OUTPUT_TOKENS,
    contextTokens: values.LLM_CONTEXT_TOKENS,
    timeoutMs: values.LLM_TIMEOUT_SECONDS * 1000,
    firstTokenTimeoutMs: values.LLM_FIRST_TOKEN_TIMEOUT_SECONDS * 1000,
    stallTimeoutMs: values.LLM_STALL_TIMEOUT_SECONDS * 1000,
    maxRetries: values.LLM_MAX_RETRIES,
    breakerOpenMs: values.LLM_BREAKER_SECONDS * 1000,
    ...(temperature === undefined ? {} : { temperature }),
  };
}

/** What must hold between the variables of language models. */
export const llmRules: readonly CrossRule[] = [
  {
    names: ['LLM_MODEL', 'LLM_PROVIDER'],
    broken: ({ LLM_PROVIDER: provider, LLM_MODEL: model }) => provider !== 'extractive' && model === undefined,
    message: 'is missing. Name the model, or set LLM_PROVIDER=extractive.',
  },
  {
    names: ['LLM_PROVIDER', 'LLM_MODEL', 'LLM_FALLBACK'],
    broken: ({ LLM_PROVIDER: provider, LLM_MODEL: model, LLM_FALLBACK: fallback }) =>
      provider === 'extractive' && (model !== undefined || fallback !== undefined),
    message:
      'is extractive, which asks no model. Set it to the provider of LLM_MODEL, or remove LLM_MODEL and LLM_FALLBACK.',
  },
  {
    names: ['LLM_BASE_URL', 'LLM_PROVIDER'],
    broken: ({ LLM_PROVIDER: provider, LLM_BASE_URL: url }) => provider === 'openai-compatible' && url === undefined,
    message: 'is missing. Say where the server is, such as http://localhost:11434/v1 for Ollama.',
  },
  {
    names: ['LLM_API_KEY', 'LLM_PROVIDER'],
    broken: ({ LLM_PROVIDER: provider, LLM_API_KEY: apiKey }) => needsKey(provider) && apiKey === undefined,
    message: 'is missing. The provider answers nobody without a key.',
  },
  {
    names: ['LLM_FALLBACK', 'LLM_FALLBACK_API_KEY', 'LLM_API_KEY', 'LLM_PROVIDER'],
    broken: (values) => fallbacksOf(values).some(({ provider, apiKey }) => needsKey(provider) && apiKey === undefined),
    message: 'names a provider that needs a key. Set LLM_FALLBACK_API_KEY.',
  },
  {
    names: ['LLM_FALLBACK', 'LLM_FALLBACK_BASE_URL', 'LLM_BASE_URL', 'LLM_PROVIDER'],
    broken: (values) =>
      fallbacksOf(values).some(({ provider, baseUrl }) => provider === 'openai-compatible' && baseUrl === undefined),
    message: 'names openai-compatible, but not where it is. Set LLM_FALLBACK_BASE_URL.',
  },
  {
    names: ['LLM_PRICE_INPUT', 'LLM_PRICE_OUTPUT'],
    broken: ({ LLM_PRICE_INPUT: input, LLM_PRICE_OUTPUT: output }) => (input === undefined) !== (output === undefined),
    message: 'and LLM_PRICE_OUTPUT belong together. Set both, or neither.',
  },
];

function needsKey(provider: EnvironmentValues['LLM_PROVIDER']): boolean {
  return provider === 'openai' || provider === 'anthropic' || provider === 'google';
}
