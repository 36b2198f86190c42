import { decimal, list, oneOf, text, wholeNumber } from './env-values.js';
import { optionalVariable, variable } from './env-variable.js';

const section = 'Language model';

/** Services that a language model can be asked of. */
const PROVIDERS = ['openai', 'openai-compatible', 'anthropic', 'google'] as const;

/** A service that a language model can be asked of. */
export type ModelProvider = (typeof PROVIDERS)[number];

/** A model of `LLM_FALLBACK`: its provider and its name, parted by the first colon. */
const FALLBACK_MODEL = new RegExp(`^(${PROVIDERS.join('|')}):\\S+$`);

const address = () => text(/^https?:\/\/\S+$/, 'an address that begins with http:// or https://');
const key = () => text(/^[\x21-\x7e]+$/, 'a key of visible ASCII characters without blanks');

/** Which language model words the answers, and what it may use up. */
export const llmVariables = {
  LLM_PROVIDER: variable(oneOf('extractive', ...PROVIDERS), {
    section,
    default: 'extractive',
    description:
      'Who words the answers. extractive quotes the sentences of your documents that answer, without any model; the others ask a language model. openai-compatible is every server that speaks like OpenAI: Ollama, vLLM, LM Studio and many services.',
  }),
  LLM_MODEL: optionalVariable(text(/^[^\s,]{1,200}$/, 'the name of a model, without blanks'), {
    section,
    otherwise: 'needed unless LLM_PROVIDER is extractive',
    description: 'The model, as its provider calls it.',
    example: 'gpt-5-mini',
  }),
  LLM_BASE_URL: optionalVariable(address(), {
    section,
    otherwise: "the provider's own address; needed with openai-compatible",
    description: 'Where the provider is reached, up to and with its version.',
    example: 'http://localhost:11434/v1',
  }),
  LLM_API_KEY: optionalVariable(key(), {
    section,
    otherwise: 'needed but with openai-compatible',
    description: 'The key of the provider.',
    secret: true,
  }),
  LLM_FALLBACK: optionalVariable(
    list(
      (item) => FALLBACK_MODEL.test(item),
      `provider:model, separated by commas; providers are ${PROVIDERS.join(', ')}`,
    ),
    {
      section,
      otherwise: 'the documents are quoted when the model fails',
      description:
        'Models that are asked in turn when the one before fails. Whatever fails, the documents are quoted in the end.',
      example: 'anthropic:claude-haiku-4-5',
    },
  ),
  LLM_FALLBACK_BASE_URL: optionalVariable(address(), {
    section,
    otherwise: "LLM_BASE_URL for models of the same provider, else the provider's own address",
    description: 'Where the providers of LLM_FALLBACK are reached.',
    example: 'https://gateway.example/v1',
  }),
  LLM_FALLBACK_API_KEY: optionalVariable(key(), {
    section,
    otherwise: 'LLM_API_KEY for models of the same provider',
    description: 'The key of the providers of LLM_FALLBACK.',
    secret: true,
  }),
  LLM_TEMPERATURE: optionalVariable(decimal(0, 2), {
    section,
    otherwise: "the model's own; some models take no other",
    description: 'How freely the model words, from 0 to 2.',
    example: '0.2',
  }),
  LLM_MAX_STEPS: variable(wholeNumber(1, 20), {
    section,
    default: '4',
    description: 'How often the model may be asked in one turn; each use of a tool takes another request.',
  }),
  LLM_MAX_CALLS_PER_TOOL: variable(wholeNumber(1, 20), {
    section,
    default: '3',
    description: 'How often the model may use the same tool in one turn.',
  }),
  LLM_MAX_OUTPUT_TOKENS: variable(wholeNumber(50, 32_000), {
    section,
    default: '800',
    description: 'The longest answer to one request, in tokens; models that think first need more.',
  }),
  LLM_CONTEXT_TOKENS: variable(wholeNumber(1000, 1_000_000), {
    section,
    default: '8000',
    description:
      'How much is sent with a question, in estimated tokens. What is too much is left out: the oldest messages first, then the passages that fit least.',
  }),
  LLM_TIMEOUT_SECONDS: variable(wholeNumber(1, 300), {
    section,
    default: '25',
    description:
      'How long one model may take for an answer, repeats and tools included. The turn itself may end earlier.',
  }),
  LLM_FIRST_TOKEN_TIMEOUT_SECONDS: variable(wholeNumber(1, 300), {
    section,
    default: '10',
    description: 'How long a request may stay without a first word. A server that loads its model first needs more.',
  }),
  LLM_STALL_TIMEOUT_SECONDS: variable(wholeNumber(1, 300), {
    section,
    default: '8',
    description: 'How long a model may pause in the middle of an answer.',
  }),
  LLM_MAX_RETRIES: variable(wholeNumber(0, 5), {
    section,
    default: '1',
    description: 'How often a request that failed in passing is repeated, as long as nothing of it was told.',
  }),
  LLM_BREAKER_SECONDS: variable(wholeNumber(1, 3600), {
    section,
    default: '30',
    description: 'How long a model that failed five times in a row is left alone before one request tries it again.',
  }),
  LLM_PRICE_INPUT: optionalVariable(decimal(0, 10_000), {
    section,
    otherwise: 'costs are not counted',
    description: 'What a million tokens sent to LLM_MODEL cost, in US dollars.',
    example: '0.25',
  }),
  LLM_PRICE_OUTPUT: optionalVariable(decimal(0, 10_000), {
    section,
    otherwise: 'costs are not counted',
    description: 'What a million tokens of its answers cost, in US dollars.',
    example: '2',
  }),
};
