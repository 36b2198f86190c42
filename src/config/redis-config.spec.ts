import { describe, expect, it } from '@jest/globals';
import { loadConfig } from './app-config.js';

const store = { SESSION_STORE_TYPE: 'redis' };
const url = { ...store, REDIS_URL: 'redis://h' };
const sentinels = { ...store, REDIS_URL: 'redis+sentinel://:pw@s/desk' };
const unused = /is set, but SESSION_STORE_TYPE=in_memory does not use it/;

describe('the variables of Redis', () => {
  it('describe none without a store that uses one', () => {
    expect(loadConfig({ REDIS_SOCKET_TIMEOUT: '5' }).redis).toBeNull();
  });

  it.each([
    [url, { topology: 'standalone', nodes: [{ host: 'h', port: 6379 }], db: 0, tls: false }],
    [
      { ...url, REDIS_PASSWORD: 'p w', REDIS_SOCKET_TIMEOUT: '9', REDIS_SOCKET_CONNECT_TIMEOUT: '2' },
      { password: 'p w', socketTimeoutMs: 9000, connectTimeoutMs: 2000 },
    ],
    [
      { USE_SHARED_CONTEXT: 'true', REDIS_HOST: '10.0.0.1', REDIS_PORT: '7', REDIS_USERNAME: 'ada', REDIS_DB: '2' },
      { topology: 'standalone', nodes: [{ host: '10.0.0.1', port: 7 }], username: 'ada', db: 2, tls: false },
    ],
    [
      { ...sentinels, REDIS_SENTINEL_USERNAME: 'watch', REDIS_SENTINEL_PASSWORD: 'spw' },
      { sentinelName: 'desk', password: 'pw', sentinelUsername: 'watch', sentinelPassword: 'spw' },
    ],
    // Kubernetes sets this one beside a service named "redis".
    [{ ...store, REDIS_HOST: 'redis', REDIS_PORT: 'tcp://10.0.0.1:6379' }, { nodes: [{ host: 'redis', port: 6379 }] }],
  ])('say of %j where it is', (env, expected) => {
    expect(loadConfig(env).redis).toMatchObject(expected);
  });

  it('wait three seconds for an answer and one for a connection unless told otherwise', () => {
    expect(loadConfig(url).redis).toMatchObject({ socketTimeoutMs: 3000, connectTimeoutMs: 1000 });
  });

  it.each([
    [store, /REDIS_URL is required by SESSION_STORE_TYPE=redis/],
    [{ USE_SHARED_CONTEXT: 'true', REDIS_PORT: '7' }, /REDIS_URL is required/],
    [{ REDIS_URL: 'redis://h' }, unused],
    [{ REDIS_HOST: 'h' }, unused],
    [{ REDIS_PASSWORD: 'p' }, unused],
    [{ REDIS_SENTINEL_PASSWORD: 'p', SESSION_STORE_TYPE: 'in_memory' }, unused],
    [{ ...url, REDIS_HOST: 'h' }, /REDIS_HOST is set beside REDIS_URL/],
    [{ ...url, REDIS_DB: '0' }, /REDIS_DB is set beside REDIS_URL/],
    [{ ...store, REDIS_URL: 'redis://:a@h', REDIS_PASSWORD: 'b' }, /REDIS_PASSWORD is set beside a REDIS_URL with a/],
    [{ ...url, REDIS_SENTINEL_PASSWORD: 'p' }, /REDIS_SENTINEL_PASSWORD is set, but REDIS_URL names no Sentinels/],
    [{ ...url, REDIS_SESSION_KEY_PREFIX: 'a{b}:' }, /REDIS_SESSION_KEY_PREFIX is "a{b}:", but must be/],
    [{ ...url, REDIS_ALLOW_EVICTION: 'perhaps' }, /REDIS_ALLOW_EVICTION is "perhaps", but must be true or false/],
  ])('refuse %j', (env, problem) => {
    expect(() => loadConfig(env)).toThrow(problem);
  });

  it('are refused without being repeated when they hold a password', () => {
    const load = () => loadConfig({ ...store, REDIS_URL: 'redis://:hunter2@h/x', REDIS_SENTINEL_PASSWORD: 'hunter2' });
    expect(load).toThrow(/REDIS_URL must be redis:\/\//);
    expect(load).not.toThrow(/hunter2/);
  });
});
