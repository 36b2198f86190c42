import { describe, expect, it } from '@jest/globals';
import { loadConfig } from './app-config.js';

const SECRET = 'a secret that the site and the desk share';
const OTHER = 'another secret of at least 32 characters';

describe('the identity variables', () => {
  it('are all optional', () => {
    expect(loadConfig({}).identity).toEqual({ secrets: [], publicKey: null, issuer: null, audience: null });
  });

  it('are read', () => {
    const env = { IDENTITY_SECRETS: `${SECRET},${OTHER}`, IDENTITY_ISSUER: 'https://shop.example' };
    expect(loadConfig(env).identity).toMatchObject({ secrets: [SECRET, OTHER], issuer: 'https://shop.example' });
  });

  it.each([
    [{ IDENTITY_SECRETS: 'short' }, /IDENTITY_SECRETS must be secrets of at least 32/],
    [
      { IDENTITY_SECRETS: SECRET, AUTH_TOKEN_SECRET: SECRET },
      /IDENTITY_SECRETS has a secret that signs session tokens/,
    ],
    [{ IDENTITY_SECRETS: SECRET, AUTH_TOKEN_SECRETS: `${OTHER},${SECRET}` }, /IDENTITY_SECRETS has a secret/],
    [{ IDENTITY_ISSUER: 'me' }, /IDENTITY_ISSUER is set, but nothing verifies/],
    [{ IDENTITY_AUDIENCE: 'me' }, /IDENTITY_AUDIENCE is set, but nothing verifies/],
  ])('%j is refused', (env, message) => {
    expect(() => loadConfig(env)).toThrow(message);
  });
});
