import { describe, expect, it } from '@jest/globals';
import { unknownNameProblems } from './unknown-names.js';

const messageOf = (name: string, value = '1'): string | undefined => unknownNameProblems({ [name]: value })[0]?.message;

describe('unknownNameProblems', () => {
  it.each([
    ['SESSION_TIMEOUT_SECOND', 'SESSION_TIMEOUT_SECONDS'],
    ['API_PROT', 'API_PORT'],
    ['AUTH_TOKEN_SECRTE', 'AUTH_TOKEN_SECRET'],
    ['DATABASE_URI', 'DATABASE_URL'],
    ['LLM_PROVIDR', 'LLM_PROVIDER'],
    ['REDIS_ULR', 'REDIS_URL'],
    ['KNOWLEDGE_LANGUAGES', 'KNOWLEDGE_LANGUAGE'],
  ])('suggests the nearest name for %s', (name, nearest) => {
    expect(messageOf(name)).toBe(`is unknown. Did you mean ${nearest}?`);
  });

  it.each(['SESSION_COLOUR_OF_THE_SKY', 'REDIS_CLUSTER_OF_STARS', 'RATE_LIMIT_WHATEVER', 'API_ABCDEFGHIJ'])(
    'guesses nothing for %s',
    (name) => {
      expect(messageOf(name)).toBe('is unknown. Remove it.');
    },
  );

  it.each(['CACHE_TYPE'])('says of %s that it is not in this version', (name) => {
    expect(messageOf(name)).toBe('is not in this version. Remove it.');
  });

  it.each([
    ['API_PORT', '8000'],
    ['HOME', '/root'],
    ['DEBUG', '*'],
    ['OTEL_SERVICE_NAME', 'desk'],
    ['SESSION_MANAGER', 'local/host:@/tmp/.ICE-unix/1'],
    ['REDIS_SERVICE_HOST', '10.0.0.1'],
    ['REDIS_SERVICE_PORT_HTTP', '80'],
    ['REDIS_PORT_6379_TCP_ADDR', '10.0.0.1'],
    ['API_GATEWAY_PORT', 'tcp://10.0.0.1:80'],
  ])('leaves %s=%s alone', (name, value) => {
    expect(unknownNameProblems({ [name]: value })).toEqual([]);
  });
});
