import { describe, expect, it } from '@jest/globals';
import { loadConfig } from './app-config.js';

describe('the variables of HTTP', () => {
  it('have defaults, and keep idle connections longer than nginx (60 s)', () => {
    const { http } = loadConfig({});
    expect(http).toMatchObject({ bodyLimitBytes: 1_048_576, jsonDepth: 32, headerLimitBytes: 16_384 });
    expect(http.keepAliveMs).toBeGreaterThan(60_000);
  });

  it.each([
    [{ HTTP_HEADERS_TIMEOUT_SECONDS: '60', HTTP_REQUEST_TIMEOUT_SECONDS: '30' }, /HTTP_HEADERS_TIMEOUT_SECONDS/],
    [{ HTTP_URL_LIMIT_KB: '32', HTTP_HEADER_LIMIT_KB: '16' }, /HTTP_URL_LIMIT_KB/],
    [{ HTTP_MAX_CONNECTIONS: '10000' }, /HTTP_MAX_CONNECTIONS/],
    [{ HTTP_JSON_DEPTH: '100000' }, /HTTP_JSON_DEPTH/],
  ])('refuse %j', (env, message) => {
    expect(() => loadConfig(env)).toThrow(message);
  });
});
