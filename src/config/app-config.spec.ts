import { describe, expect, it } from '@jest/globals';
import { loadConfig } from './app-config.js';
import { ConfigInvalid } from './config-invalid.js';

const secret = 's'.repeat(32);
const encryptionKey = Buffer.alloc(32, 'k').toString('base64');
const production = { ENVIRONMENT: 'production', AUTH_TOKEN_SECRET: secret, ADMIN_API_KEY: 'k'.repeat(32) };

function problemsOf(env: Record<string, string | undefined>): string[] {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigInvalid) return error.message.split('\n').slice(1);
    throw error;
  }
  return [];
}

describe('loadConfig', () => {
  it('has a default for everything, topic by topic', () => {
    expect(loadConfig({})).toMatchObject({
      environment: 'development',
      log: { level: 'info' },
      api: {
        host: '0.0.0.0',
        port: 8000,
        prefix: '/api/v1',
        corsOrigins: [],
        trustProxy: 0,
        docsEnabled: true,
        shutdownGraceMs: 10_000,
        shutdownDelayMs: 0,
        shutdownIdleMs: 0,
      },
      dataDir: './data',
      database: { kind: 'embedded' },
      redis: null,
      session: {
        store: 'in_memory',
        idleTimeoutMs: 1_800_000,
        absoluteTimeoutMs: 604_800_000,
        maxSessions: 10_000,
        cleanupIntervalMs: 300_000,
        lockingEnabled: true,
        lockTimeoutMs: 15_000,
        lockRetryAttempts: null,
        keyPrefix: 'agent:session:',
        allowEviction: false,
        encryptionKeys: [],
        l1: null,
        fingerprint: 'off',
      },
      auth: { tokenSecrets: [] },
      llm: { provider: 'extractive' },
      knowledge: { language: 'english', sampleDocuments: true },
    });
  });

  it('reads every variable', () => {
    const config = loadConfig({
      ENVIRONMENT: 'test',
      LOG_LEVEL: 'silent',
      API_HOST: '::1',
      API_PORT: '0',
      API_PREFIX: '/desk',
      CORS_ORIGINS: 'https://a.example, http://localhost:5173,',
      TRUST_PROXY: '2',
      DOCS_ENABLED: 'no',
      DATA_DIR: 'memory://',
      DATABASE_URL: 'postgresql://u:p@h/db',
      DATABASE_POOL_SIZE: '3',
      INSTANCES: '4',
      SESSION_STORE_TYPE: 'redis',
      USE_SHARED_CONTEXT: 'true',
      REDIS_URL: 'rediss://ada:pw@redis.example/1',
      REDIS_SOCKET_TIMEOUT: '4',
      REDIS_SOCKET_CONNECT_TIMEOUT: '2',
      REDIS_SESSION_KEY_PREFIX: 'desk:',
      REDIS_ALLOW_EVICTION: 'true',
      SESSION_TIMEOUT_MINUTES: '2',
      SESSION_ABSOLUTE_TIMEOUT_SECONDS: '120',
      SESSION_MAX_SESSIONS: '5',
      SESSION_CLEANUP_INTERVAL: '6',
      SESSION_LOCKING_ENABLED: 'false',
      SESSION_LOCK_TIMEOUT_SECONDS: '7',
      SESSION_LOCK_RETRY_ATTEMPTS: '8',
      SESSION_ENCRYPTION_ENABLED: 'true',
      SESSION_ENCRYPTION_KEY: encryptionKey,
      SESSION_L1_CACHE_ENABLED: 'true',
      SESSION_L1_CACHE_SIZE: '9',
      SESSION_L1_CACHE_TTL_SECONDS: '10',
      SESSION_FINGERPRINTING_ENABLED: 'true',
      SESSION_FINGERPRINT_STRICT: 'true',
      SESSION_FINGERPRINT_MODE: 'strict',
      AUTH_TOKEN_SECRETS: `${secret}, ${'t'.repeat(40)}`,
      ADMIN_API_KEY: 'short-is-fine-here',
      LLM_PROVIDER: 'extractive',
      KNOWLEDGE_LANGUAGE: 'german',
      SAMPLE_KNOWLEDGE: 'true',
      SHUTDOWN_GRACE_SECONDS: '0',
      SHUTDOWN_DELAY_SECONDS: '5',
    });
    expect(config).toMatchObject({
      environment: 'test',
      log: { level: 'silent' },
      api: {
        host: '::1',
        port: 0,
        prefix: '/desk',
        corsOrigins: ['https://a.example', 'http://localhost:5173'],
        trustProxy: 2,
        docsEnabled: false,
        shutdownGraceMs: 0,
        shutdownDelayMs: 5_000,
        shutdownIdleMs: 4_000,
      },
      dataDir: 'memory://',
      database: { kind: 'postgres', url: 'postgresql://u:p@h/db', poolSize: 3 },
      redis: {
        topology: 'standalone',
        nodes: [{ host: 'redis.example', port: 6379 }],
        username: 'ada',
        password: 'pw',
        db: 1,
        tls: true,
        socketTimeoutMs: 4_000,
        connectTimeoutMs: 2_000,
      },
      session: {
        store: 'redis',
        idleTimeoutMs: 120_000,
        absoluteTimeoutMs: 120_000,
        maxSessions: 5,
        cleanupIntervalMs: 6_000,
        lockingEnabled: false,
        lockTimeoutMs: 7_000,
        lockRetryAttempts: 8,
        keyPrefix: 'desk:',
        allowEviction: true,
        encryptionKeys: [{ kid: 'k1', key: encryptionKey }],
        l1: { maxEntries: 9, ttlMs: 10_000 },
        fingerprint: 'strict',
      },
      auth: { tokenSecrets: [secret, 't'.repeat(40)], adminApiKey: 'short-is-fine-here' },
      llm: { provider: 'extractive' },
      knowledge: { language: 'german', sampleDocuments: true },
    });
  });

  it('closes the API pages and the samples in production unless told otherwise', () => {
    expect(loadConfig(production)).toMatchObject({
      api: { docsEnabled: false },
      knowledge: { sampleDocuments: false },
      auth: { tokenSecrets: [secret] },
    });
    expect(loadConfig({ ...production, DOCS_ENABLED: 'true' }).api.docsEnabled).toBe(true);
    expect(loadConfig({ ENVIRONMENT: 'test' }).knowledge.sampleDocuments).toBe(false);
  });

  it('is frozen through and through', () => {
    const config = loadConfig({ CORS_ORIGINS: 'https://a.example' });
    expect(() => Object.assign(config.api, { port: 1 })).toThrow(TypeError);
    expect(() => (config.api.corsOrigins as string[]).push('x')).toThrow(TypeError);
  });

  it('takes an empty or blank value as not set', () => {
    expect(loadConfig({ API_PORT: '', DATABASE_URL: '  ', LOG_LEVEL: undefined })).toEqual(loadConfig({}));
  });

  it.each([
    ['ENVIRONMENT', 'prod', 'one of development, test, production'],
    ['LOG_LEVEL', 'verbose', 'one of fatal, error'],
    ['API_HOST', 'a b', 'a host name'],
    ['API_PORT', '65536', 'a whole number from 0 to 65535'],
    ['API_PORT', '80.5', 'a whole number'],
    ['API_PORT', '-1', 'a whole number'],
    ['API_PREFIX', 'api', 'a path that begins with a slash'],
    ['API_PREFIX', '/api/', 'a path that begins with a slash'],
    ['CORS_ORIGINS', 'https://a.example/path', 'origins such as'],
    ['CORS_ORIGINS', 'ftp://a.example', 'origins such as'],
    ['TRUST_PROXY', 'true', 'a whole number'],
    ['DOCS_ENABLED', 'maybe', 'true or false'],
    ['DATA_DIR', 'idb://x', 'the path of a folder, or memory://'],
    ['INSTANCES', '0', 'a whole number from 1'],
    ['SESSION_STORE_TYPE', 'memcached', 'one of in_memory, redis'],
    ['LLM_PROVIDER', 'oracle', 'one of extractive, openai'],
    ['KNOWLEDGE_LANGUAGE', 'English', 'a lower-case name'],
    ['KNOWLEDGE_LANGUAGE', "english'; drop table x", 'a lower-case name'],
  ])('refuses %s=%s', (name, value, expected) => {
    const problems = problemsOf({ [name]: value });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(`${name} is ${JSON.stringify(value)}, but must be`);
    expect(problems[0]).toContain(expected);
  });

  it('reports all problems together, one per line', () => {
    const problems = problemsOf({
      API_PORT: 'x',
      LOG_LEVEL: 'loud',
      INSTANCES: '2',
      SESSION_TIMOUT_SECONDS: '5',
      REDIS_URL: 'redis://h',
    });
    expect(problems.map((line) => line.trim().split(' ')[0])).toEqual([
      'LOG_LEVEL',
      'API_PORT',
      'INSTANCES',
      'REDIS_URL',
      'INSTANCES',
      'SESSION_TIMOUT_SECONDS',
    ]);
  });

  it('never repeats the value of a secret', () => {
    const env = {
      DATABASE_URL: 'mysql://u:hunter2@h/db',
      AUTH_TOKEN_SECRET: 'hunter2',
      AUTH_TOKEN_SECRETS: 'hunter2,hunter2',
      ADMIN_API_KEY: 'hunter2 hunter2',
      AUTH_TOKEN_SECRT: 'hunter2',
    };
    const problems = problemsOf(env);
    expect(problems).toHaveLength(5);
    expect(problems.join()).not.toContain('hunter2');
  });
});
