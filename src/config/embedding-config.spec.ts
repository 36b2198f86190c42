import { describe, expect, it } from '@jest/globals';
import { resolve } from 'node:path';
import { loadConfig } from './app-config.js';
import { ConfigInvalid } from './config-invalid.js';

const embedding = (env: Record<string, string>) => loadConfig({ ENVIRONMENT: 'test', ...env }).knowledge.embedding;

describe('embedding configuration', () => {
  it('has none unless it is asked for', () => {
    expect(embedding({})).toBeNull();
  });

  it('reads an endpoint', () => {
    expect(
      embedding({
        EMBEDDING_PROVIDER: 'openai-compatible',
        EMBEDDING_MODEL: 'm',
        EMBEDDING_API_KEY: 'k',
        EMBEDDING_DIMENSIONS: '256',
        EMBEDDING_QUERY_PREFIX: 'query: ',
        EMBEDDING_WEIGHT: '0.25',
      }),
    ).toEqual({
      source: { provider: 'openai-compatible', model: 'm', baseUrl: 'https://api.openai.com/v1', apiKey: 'k' },
      dimensions: 256,
      prefix: { query: 'query:', passage: '' },
      queryTimeoutMs: 800,
      weight: 0.25,
    });
  });

  it('names a local model by its folder', () => {
    const config = embedding({ EMBEDDING_PROVIDER: 'local', EMBEDDING_FOLDER: './models/e5' });
    expect(config?.source).toEqual({ provider: 'local', folder: resolve('models/e5'), model: 'e5' });
  });

  it.each([
    [{ EMBEDDING_PROVIDER: 'openai-compatible' }, 'EMBEDDING_MODEL'],
    [{ EMBEDDING_PROVIDER: 'local' }, 'EMBEDDING_FOLDER'],
    [{ EMBEDDING_PROVIDER: 'local', EMBEDDING_FOLDER: '/m', EMBEDDING_DIMENSIONS: '64' }, 'EMBEDDING_DIMENSIONS'],
    [{ EMBEDDING_FOLDER: '/m' }, 'EMBEDDING_FOLDER'],
    [{ EMBEDDING_API_KEY: 'k' }, 'EMBEDDING_API_KEY'],
    [{ EMBEDDING_PROVIDER: 'gpt' }, 'EMBEDDING_PROVIDER'],
    [{ EMBEDDING_WEIGHT: '2' }, 'EMBEDDING_WEIGHT'],
  ])('refuses %j and names %s', (env, field) => {
    expect(() => embedding(env)).toThrow(ConfigInvalid);
    expect(() => embedding(env)).toThrow(field);
  });
});
