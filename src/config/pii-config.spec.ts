import { describe, expect, it } from '@jest/globals';
import { loadConfig } from './app-config.js';
import { ConfigInvalid } from './config-invalid.js';
import { PII_KINDS } from './pii-variables.js';

const pii = (env: Record<string, string>) => loadConfig({ ENVIRONMENT: 'test', ...env }).pii;

describe('The configuration of personal data', () => {
  it('hides every kind unless told otherwise', () => {
    expect(pii({})).toEqual({ kinds: PII_KINDS, allow: [] });
  });

  it('reads kinds and what stays', () => {
    expect(
      pii({ PII_KINDS: 'email, card,email', PII_ALLOW: 'Shop.example, help@Partner.example,+4930901820' }),
    ).toEqual({
      kinds: ['email', 'card'],
      allow: ['shop.example', 'help@partner.example', '+4930901820'],
    });
  });

  it('hides nothing when it is turned off', () => {
    expect(pii({ PII_TOKENISATION: 'off' }).kinds).toEqual([]);
  });

  it.each([
    [{ PII_KINDS: 'email,passport' }, 'PII_KINDS'],
    [{ PII_ALLOW: 'shop' }, 'PII_ALLOW'],
    [{ PII_ALLOW: '030901820' }, 'PII_ALLOW'],
    [{ PII_TOKENISATION: 'maybe' }, 'PII_TOKENISATION'],
  ])('refuses %j and names %s', (env, field) => {
    expect(() => pii(env)).toThrow(ConfigInvalid);
    expect(() => pii(env)).toThrow(field);
  });
});
