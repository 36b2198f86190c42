import { describe, expect, it } from '@jest/globals';
import { loadConfig } from './app-config.js';
import { ConfigInvalid } from './config-invalid.js';

const OLLAMA = { LLM_PROVIDER: 'openai-compatible', LLM_MODEL: 'qwen3', LLM_BASE_URL: 'http://localhost:11434/v1' };
const OPENAI = { LLM_PROVIDER: 'openai', LLM_MODEL: 'gpt-5-mini', LLM_API_KEY: 'sk-primary' };

function modelsOf(env: Record<string, string>) {
  return loadConfig({ ENVIRONMENT: 'test', ...env }).llm.models;
}

function problemsOf(env: Record<string, string>): string[] {
  try {
    loadConfig({ ENVIRONMENT: 'test', ...env });
  } catch (error) {
    if (error instanceof ConfigInvalid) return error.problems.map(({ field, message }) => `${field} ${message}`);
    throw error;
  }
  return [];
}

describe('The configuration of language models', () => {
  it('asks none unless told so', () => {
    expect(loadConfig({ ENVIRONMENT: 'test' }).llm).toMatchObject({ provider: 'extractive', models: [] });
  });

  it('needs no key for a server of its own', () => {
    expect(modelsOf(OLLAMA)).toEqual([
      { provider: 'openai-compatible', model: 'qwen3', baseUrl: 'http://localhost:11434/v1', prices: null },
    ]);
  });

  it('reads prices and limits', () => {
    const env = {
      ...OPENAI,
      LLM_PRICE_INPUT: '0.25',
      LLM_PRICE_OUTPUT: '2',
      LLM_TEMPERATURE: '0.3',
      LLM_MAX_STEPS: '2',
    };
    const { models, limits } = loadConfig({ ENVIRONMENT: 'test', ...env }).llm;
    expect(models[0]?.prices).toEqual({ input: 0.25, output: 2 });
    expect(limits).toMatchObject({ temperature: 0.3, maxSteps: 2, maxOutputTokens: 800, firstTokenTimeoutMs: 10_000 });
  });

  it('reaches a fallback of the same provider as the primary, and never gives a key to another', () => {
    const env = { ...OPENAI, LLM_FALLBACK: 'openai:gpt-5, openai-compatible:org/model:7b', LLM_FALLBACK_BASE_URL: '' };
    expect(problemsOf(env)).toEqual([
      'LLM_FALLBACK names openai-compatible, but not where it is. Set LLM_FALLBACK_BASE_URL.',
    ]);
    const [, same, other] = modelsOf({ ...env, LLM_FALLBACK_BASE_URL: 'http://localhost:1/v1' });
    expect(same).toMatchObject({ provider: 'openai', model: 'gpt-5', apiKey: 'sk-primary' });
    expect(other).toEqual({
      provider: 'openai-compatible',
      model: 'org/model:7b',
      baseUrl: 'http://localhost:1/v1',
      prices: null,
    });
  });

  it('lets the own variables of fallbacks win', () => {
    const env = { ...OPENAI, LLM_FALLBACK: 'anthropic:claude-haiku-4-5', LLM_FALLBACK_API_KEY: 'sk-other' };
    expect(modelsOf(env)[1]).toEqual({
      provider: 'anthropic',
      model: 'claude-haiku-4-5',
      apiKey: 'sk-other',
      prices: null,
    });
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ['a provider without a model', { LLM_PROVIDER: 'openai', LLM_API_KEY: 'k' }, /^LLM_MODEL is missing/],
    ['a model without a provider', { LLM_MODEL: 'gpt-5' }, /^LLM_PROVIDER is extractive/],
    ['a server without an address', { LLM_PROVIDER: 'openai-compatible', LLM_MODEL: 'm' }, /^LLM_BASE_URL is missing/],
    ['a provider without its key', { LLM_PROVIDER: 'anthropic', LLM_MODEL: 'm' }, /^LLM_API_KEY is missing/],
    ['a fallback without its key', { ...OLLAMA, LLM_FALLBACK: 'google:gemini' }, /^LLM_FALLBACK names a provider that/],
    ['a fallback without a provider', { ...OLLAMA, LLM_FALLBACK: 'gemini' }, /^LLM_FALLBACK is "gemini", but must be/],
    ['half a price', { ...OLLAMA, LLM_PRICE_INPUT: '1' }, /^LLM_PRICE_INPUT and LLM_PRICE_OUTPUT/],
    ['no number', { ...OLLAMA, LLM_TEMPERATURE: '3' }, /^LLM_TEMPERATURE is "3", but must be a number from 0 to 2/],
    ['a slip of the hand', { LLM_MODELL: 'x' }, /^LLM_MODELL is unknown. Did you mean LLM_MODEL\?/],
  ])('refuses %s', (_name, env, expected) => {
    expect(problemsOf(env)).toEqual([expect.stringMatching(expected)]);
  });

  it('never repeats a key', () => {
    const env = { ...OPENAI, LLM_API_KEY: 'sk secret', LLM_FALLBACK_API_KEY: 'sk other secret' };
    expect(problemsOf(env).join()).not.toContain('secret');
  });
});
