import { describe, expect, it } from '@jest/globals';
import { parseEnv } from 'node:util';
import { loadConfig } from '../../config/app-config.js';
import { environmentVariables } from '../../config/env.schema.js';
import { describedSections } from './described-variables.js';
import { envExampleArtefact } from './env-example-artefact.js';

describe('.env.example', () => {
  it('names every variable once, and a plain copy changes nothing', async () => {
    const text = await envExampleArtefact.render();
    expect(parseEnv(text)).toEqual({});
    const names = [...text.matchAll(/^#([A-Z0-9_]+)=/gm)].map((match) => match[1]);
    expect(names.sort()).toEqual(Object.keys(environmentVariables).sort());
  });

  it('shows defaults that are the defaults', () => {
    expect(loadConfig(shown('default'))).toEqual(loadConfig({}));
  });

  it('shows examples that are accepted', () => {
    expect(Object.keys(shown('example')).length).toBeGreaterThan(3);
    // Two examples of one thing are for two set-ups.
    const endpoint = { ...shown('example'), EMBEDDING_FOLDER: undefined };
    const folder = { ...shown('example'), EMBEDDING_BASE_URL: undefined };
    const model = { LLM_PROVIDER: 'openai-compatible', LLM_FALLBACK_API_KEY: 'key' };
    expect(() => loadConfig({ ...endpoint, ...model, EMBEDDING_PROVIDER: 'openai-compatible' })).not.toThrow();
    expect(() => loadConfig({ ...folder, ...model, EMBEDDING_PROVIDER: 'local' })).not.toThrow();
  });
});

function shown(part: 'default' | 'example'): Record<string, string | undefined> {
  const variables = describedSections().flatMap((section) => section.variables);
  return Object.fromEntries(variables.map((variable) => [variable.name, variable[part]] as const));
}
