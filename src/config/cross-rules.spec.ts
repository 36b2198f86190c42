import { describe, expect, it } from '@jest/globals';
import { loadConfig } from './app-config.js';

const secret = 's'.repeat(32);
const production = { ENVIRONMENT: 'production', AUTH_TOKEN_SECRET: secret, ADMIN_API_KEY: secret };
const postgres = { DATABASE_URL: 'postgres://localhost/desk' };

describe('rules between variables', () => {
  it.each([
    [
      { INSTANCES: '2', ...postgres },
      /INSTANCES is above 1, but SESSION_STORE_TYPE=in_memory .* Set SESSION_STORE_TYPE=redis and REDIS_URL/,
    ],
    [{ INSTANCES: '2' }, /INSTANCES is above 1, but the embedded database/],
    [{ CORS_ORIGINS: '*,https://a.example' }, /CORS_ORIGINS mixes \*/],
    [{ ...production, CORS_ORIGINS: '*' }, /CORS_ORIGINS must not be \* in production/],
    [{ AUTH_TOKEN_SECRET: secret, AUTH_TOKEN_SECRETS: secret }, /AUTH_TOKEN_SECRETS is set beside AUTH_TOKEN_SECRET/],
    [{ ...production, AUTH_TOKEN_SECRET: '' }, /AUTH_TOKEN_SECRET is required in production/],
    [{ ...production, AUTH_TOKEN_SECRET: '', AUTH_TOKEN_SECRETS: ' , ' }, /AUTH_TOKEN_SECRET is required/],
    [{ ...production, ADMIN_API_KEY: '' }, /ADMIN_API_KEY is required in production/],
    [{ ...production, ADMIN_API_KEY: 'k'.repeat(31) }, /ADMIN_API_KEY is required in production, with at least 32/],
  ])('refuses %j', (env, problem) => {
    expect(() => loadConfig(env)).toThrow(problem);
  });

  it.each([
    [{ SESSION_TIMEOUT_SECONDS: '120', SESSION_TIMEOUT_MINUTES: '2' }],
    [{ CORS_ORIGINS: '*' }],
    [production],
    [{ ...production, AUTH_TOKEN_SECRET: '', AUTH_TOKEN_SECRETS: secret }],
    [{ ADMIN_API_KEY: 'k' }],
  ])('accepts %j', (env) => {
    expect(() => loadConfig(env)).not.toThrow();
  });

  it('keeps silent about a variable that is wrong by itself', () => {
    expect(() => loadConfig({ ...production, AUTH_TOKEN_SECRET: 'short' })).toThrow(/has 1 problem:\n.*at least 32/);
  });
});
