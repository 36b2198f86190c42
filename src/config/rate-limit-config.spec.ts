import { describe, expect, it } from '@jest/globals';
import { loadConfig } from './app-config.js';

describe('the budgets of callers', () => {
  it('hold without a setting, and an address has room for many sessions', () => {
    const { rateLimits } = loadConfig({});
    expect(rateLimits).toMatchObject({ enabled: true, periodMs: 60_000, requests: 600, messages: 60 });
    expect(rateLimits.addressMessages).toBeGreaterThanOrEqual(10 * rateLimits.messages);
    expect(rateLimits.addressUploads).toBeGreaterThanOrEqual(10 * rateLimits.uploads);
    expect(rateLimits.keyRequests).toBeGreaterThanOrEqual(10 * rateLimits.requests);
  });

  it('are read from the environment', () => {
    const { rateLimits } = loadConfig({
      RATE_LIMIT_ENABLED: 'false',
      RATE_LIMIT_PERIOD: '10',
      RATE_LIMIT_REQUESTS: '5',
    });
    expect(rateLimits).toMatchObject({ enabled: false, periodMs: 10_000, requests: 5 });
  });

  it.each([
    ['RATE_LIMIT_ADDRESS_MESSAGES', '59'],
    ['RATE_LIMIT_ADDRESS_UPLOADS', '29'],
  ])('refuse %s=%s, less than one session may send', (name, value) => {
    expect(() => loadConfig({ [name]: value })).toThrow(`${name} is less than one session may send`);
  });

  it.each(['0', '-1', '1.5', 'many'])('refuse a budget of %s', (value) => {
    const load = (): unknown => loadConfig({ RATE_LIMIT_REQUESTS: value });
    expect(load).toThrow(/RATE_LIMIT_REQUESTS is .*must be a whole number from 1 to/);
  });
});
