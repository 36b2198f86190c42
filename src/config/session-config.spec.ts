import { describe, expect, it } from '@jest/globals';
import { loadConfig } from './app-config.js';

const [keyA, keyB] = ['a', 'b'].map((letter) => Buffer.alloc(32, letter).toString('base64')) as [string, string];
const redis = { SESSION_STORE_TYPE: 'redis', REDIS_URL: 'redis://h' };
const k1 = { kid: 'k1', key: keyA };

describe('the variables of sessions', () => {
  it.each([
    [{ SESSION_ENCRYPTION_KEY: keyA }, { encryptionKeys: [k1] }],
    [{ SESSION_ENCRYPTION_KEY: keyA, SESSION_ENCRYPTION_ENABLED: 'false' }, { encryptionKeys: [] }],
    [
      { SESSION_ENCRYPTION_KEYS: `2026-11:${keyB}, k1:${keyA}`, SESSION_ENCRYPTION_ENABLED: 'true' },
      { encryptionKeys: [{ kid: '2026-11', key: keyB }, k1] },
    ],
    [redis, { store: 'redis', l1: { maxEntries: 10_000, ttlMs: 60_000 } }],
    [
      { ...redis, SESSION_L1_CACHE_SIZE: '5', SESSION_L1_CACHE_TTL_SECONDS: '2' },
      { l1: { maxEntries: 5, ttlMs: 2000 } },
    ],
    [{ ...redis, SESSION_L1_CACHE_ENABLED: 'false' }, { l1: null }],
    [{ SESSION_L1_CACHE_ENABLED: 'true' }, { l1: null }],
    [{ ...redis, USE_SHARED_CONTEXT: 'true', INSTANCES: '2', DATABASE_URL: 'postgres://h/d' }, { store: 'redis' }],
    [{ USE_SHARED_CONTEXT: 'false' }, { store: 'in_memory' }],
    [
      { SESSION_LOCKING_ENABLED: 'off', SESSION_LOCK_RETRY_ATTEMPTS: '0' },
      { lockingEnabled: false, lockRetryAttempts: 0 },
    ],
    [{ SESSION_FINGERPRINTING_ENABLED: 'true' }, { fingerprint: 'soft' }],
    [{ SESSION_FINGERPRINTING_ENABLED: 'true', SESSION_FINGERPRINT_STRICT: 'true' }, { fingerprint: 'strict' }],
    [{ SESSION_FINGERPRINT_MODE: 'log', SESSION_FINGERPRINTING_ENABLED: 'true' }, { fingerprint: 'log' }],
    [{ SESSION_FINGERPRINT_MODE: 'off', SESSION_FINGERPRINT_STRICT: 'false' }, { fingerprint: 'off' }],
  ])('read %j', (env, expected) => {
    expect(loadConfig(env).session).toMatchObject(expected);
  });

  it.each([
    [
      { SESSION_STORE_TYPE: 'in_memory', USE_SHARED_CONTEXT: 'true' },
      /USE_SHARED_CONTEXT contradicts SESSION_STORE_TYPE/,
    ],
    [{ ...redis, USE_SHARED_CONTEXT: 'false' }, /USE_SHARED_CONTEXT contradicts SESSION_STORE_TYPE/],
    [
      { SESSION_TIMEOUT_SECONDS: '60', SESSION_TIMEOUT_MINUTES: '2' },
      /SESSION_TIMEOUT_MINUTES contradicts SESSION_TIMEOUT_SECONDS/,
    ],
    [{ SESSION_ABSOLUTE_TIMEOUT_SECONDS: '1799' }, /SESSION_ABSOLUTE_TIMEOUT_SECONDS is shorter/],
    [
      { SESSION_ABSOLUTE_TIMEOUT_SECONDS: '60', SESSION_TIMEOUT_MINUTES: '2' },
      /SESSION_ABSOLUTE_TIMEOUT_SECONDS is shorter/,
    ],
    [{ SESSION_ENCRYPTION_ENABLED: 'true' }, /SESSION_ENCRYPTION_ENABLED is true, but .* openssl rand -base64 32/],
    [{ SESSION_ENCRYPTION_ENABLED: 'true', SESSION_ENCRYPTION_KEYS: ',' }, /SESSION_ENCRYPTION_ENABLED is true, but/],
    [{ SESSION_ENCRYPTION_KEY: keyA, SESSION_ENCRYPTION_KEYS: `k2:${keyB}` }, /is set beside SESSION_ENCRYPTION_KEY/],
    [{ SESSION_ENCRYPTION_KEYS: `k1:${keyA},k1:${keyB}` }, /has one name for two keys/],
    [{ SESSION_ENCRYPTION_KEYS: `k1:${keyA},k2:${keyA}` }, /has the same key under two names/],
    [{ SESSION_ENCRYPTION_KEY: keyA.slice(4) }, /SESSION_ENCRYPTION_KEY must be 32 bytes in base64/],
    [{ SESSION_ENCRYPTION_KEYS: `k1:${keyA.slice(4)}` }, /SESSION_ENCRYPTION_KEYS must be name:key pairs/],
    [{ SESSION_ENCRYPTION_KEYS: keyA }, /SESSION_ENCRYPTION_KEYS must be name:key pairs/],
    [{ SESSION_FINGERPRINT_STRICT: 'true' }, /SESSION_FINGERPRINT_STRICT is true, but fingerprinting is off/],
    [
      { SESSION_FINGERPRINT_MODE: 'off', SESSION_FINGERPRINTING_ENABLED: 'true' },
      /SESSION_FINGERPRINT_MODE contradicts SESSION_FINGERPRINTING_ENABLED/,
    ],
    [
      { SESSION_FINGERPRINT_MODE: 'soft', SESSION_FINGERPRINT_STRICT: 'true' },
      /SESSION_FINGERPRINT_MODE contradicts SESSION_FINGERPRINT_STRICT/,
    ],
    [{ SESSION_FINGERPRINT_MODE: 'paranoid' }, /must be one of off, log, soft, strict/],
  ])('refuse %j', (env, problem) => {
    expect(() => loadConfig(env)).toThrow(problem);
  });

  it('never repeat a key', () => {
    const load = () =>
      loadConfig({ SESSION_ENCRYPTION_KEY: `${keyA}x`, SESSION_ENCRYPTION_KEYS: `k1:${keyB},k1:${keyB}` });
    expect(load).toThrow(/has \d problems/);
    expect(load).not.toThrow(new RegExp(keyA.slice(0, 20)));
    expect(load).not.toThrow(new RegExp(keyB.slice(0, 20)));
  });
});
