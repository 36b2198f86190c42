import { basename, resolve } from 'node:path';
import { type CrossRule } from './cross-rule.js';
import { type EnvironmentValues } from './env.schema.js';

/** An endpoint with the embeddings interface of OpenAI. */
export interface EmbeddingEndpoint {
  readonly provider: 'openai-compatible';
  readonly model: string;
  readonly baseUrl: string;
  readonly apiKey?: string;
}

/** A model on this machine's disk. */
export interface EmbeddingFolder {
  readonly provider: 'local';
  readonly model: string;
  /** An absolute path. */
  readonly folder: string;
}

/** Who makes vectors, and how they take part in searches. */
export interface EmbeddingConfig {
  readonly source: EmbeddingEndpoint | EmbeddingFolder;
  /** Asked of the model; null = as it comes. */
  readonly dimensions: number | null;
  /** Put in front of what is embedded, with a blank between; '' = nothing. */
  readonly prefix: { readonly query: string; readonly passage: string };
  readonly queryTimeoutMs: number;
  /** 0 to 1, beside the order by words, which counts 1. */
  readonly weight: number;
}

/** The embedding part of the configuration, from variables that keep `embeddingRules`; null = searches go by words alone. */
export function embeddingConfig(values: EnvironmentValues): EmbeddingConfig | null {
  const source = sourceOf(values);
  if (!source) return null;
  return {
    source,
    dimensions: values.EMBEDDING_DIMENSIONS ?? null,
    prefix: { query: values.EMBEDDING_QUERY_PREFIX ?? '', passage: values.EMBEDDING_PASSAGE_PREFIX ?? '' },
    queryTimeoutMs: values.EMBEDDING_QUERY_TIMEOUT_MS,
    weight: values.EMBEDDING_WEIGHT,
  };
}

function sourceOf(values: EnvironmentValues): EmbeddingConfig['source'] | null {
  const { EMBEDDING_PROVIDER: provider, EMBEDDING_MODEL: model, EMBEDDING_API_KEY: apiKey } = values;
  if (provider === 'none') return null;
  if (provider === 'local') {
    const folder = resolve(values.EMBEDDING_FOLDER ?? '');
    return { provider, folder, model: model ?? basename(folder) };
  }
  const endpoint = { provider, model: model ?? '', baseUrl: values.EMBEDDING_BASE_URL ?? 'https://api.openai.com/v1' };
  return apiKey === undefined ? endpoint : { ...endpoint, apiKey };
}

const used = {
  'openai-compatible': ['EMBEDDING_BASE_URL', 'EMBEDDING_API_KEY'],
  local: ['EMBEDDING_FOLDER'],
} as const;

const unusedRule = (provider: keyof typeof used): CrossRule[] =>
  used[provider].map((name) => ({
    names: [name, 'EMBEDDING_PROVIDER'],
    broken: (values) => values.EMBEDDING_PROVIDER !== provider && values[name] !== undefined,
    message: `is set, but only EMBEDDING_PROVIDER=${provider} uses it. Set that, or remove it.`,
  }));

/** What must hold between the variables of embeddings. */
export const embeddingRules: readonly CrossRule[] = [
  {
    names: ['EMBEDDING_MODEL', 'EMBEDDING_PROVIDER'],
    broken: (values) => values.EMBEDDING_PROVIDER === 'openai-compatible' && values.EMBEDDING_MODEL === undefined,
    message: 'is required by EMBEDDING_PROVIDER=openai-compatible. Name the model that the server should use.',
  },
  {
    names: ['EMBEDDING_FOLDER', 'EMBEDDING_PROVIDER'],
    broken: (values) => values.EMBEDDING_PROVIDER === 'local' && values.EMBEDDING_FOLDER === undefined,
    message: 'is required by EMBEDDING_PROVIDER=local. Name the folder of the model.',
  },
  {
    names: ['EMBEDDING_DIMENSIONS', 'EMBEDDING_PROVIDER'],
    broken: (values) => values.EMBEDDING_PROVIDER === 'local' && values.EMBEDDING_DIMENSIONS !== undefined,
    message: 'is set, but a local model has the dimensions it has. Remove it.',
  },
  ...unusedRule('openai-compatible'),
  ...unusedRule('local'),
];
