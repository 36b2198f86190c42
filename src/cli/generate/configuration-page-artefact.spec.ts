import { describe, expect, it } from '@jest/globals';
import prettier from 'prettier';
import { environmentVariables } from '../../config/env.schema.js';
import { configurationPageArtefact } from './configuration-page-artefact.js';

describe('docs/configuration.md', () => {
  it('has one row for every variable', async () => {
    const names = [...(await configurationPageArtefact.render()).matchAll(/^\| `([A-Z0-9_]+)`/gm)].map(
      (match) => match[1],
    );
    expect(names.sort()).toEqual(Object.keys(environmentVariables).sort());
  });

  it('is written as the formatter would write it', async () => {
    expect(await prettier.check(await configurationPageArtefact.render(), { parser: 'markdown' })).toBe(true);
  });
});
