import { type CrossRule } from './cross-rule.js';
import { type EnvironmentValues } from './env.schema.js';

/** Seconds a session lives without a message when neither variable is set. */
const DEFAULT_IDLE_SECONDS = 1800;

/** The name of a key that was given without one. */
const ONLY_KEY = 'k1';

const makeKey = 'Make one with: openssl rand -base64 32';

/** A key that seals values of sessions: its name, and 32 bytes in base64. */
interface SessionKey {
  readonly kid: string;
  readonly key: string;
}

/** How live sessions are kept. Times are in milliseconds. */
export interface SessionConfig {
  readonly store: 'in_memory' | 'redis';
  readonly idleTimeoutMs: number;
  readonly absoluteTimeoutMs: number;
  /** Of the store in memory. */
  readonly maxSessions: number;
  readonly cleanupIntervalMs: number;
  readonly lockingEnabled: boolean;
  readonly lockTimeoutMs: number;
  /** Tries after the first one to take a session that is held elsewhere; null: as long as one may wait. */
  readonly lockRetryAttempts: number | null;
  /** What every key in Redis begins with; holds no braces. */
  readonly keyPrefix: string;
  readonly allowEviction: boolean;
  /** The first seals, all open; empty = values are not sealed. */
  readonly encryptionKeys: readonly SessionKey[];
  /** Copies in this process of what Redis holds; null = none. */
  readonly l1: { readonly maxEntries: number; readonly ttlMs: number } | null;
  readonly fingerprint: 'off' | 'log' | 'soft' | 'strict';
}

/** Where sessions are kept, from whichever of the two variables says so. */
export function sessionStoreType(values: EnvironmentValues): SessionConfig['store'] {
  return values.SESSION_STORE_TYPE ?? (values.USE_SHARED_CONTEXT ? 'redis' : 'in_memory');
}

/** The session part of the configuration, of variables that keep `sessionRules`. */
export function sessionConfig(values: EnvironmentValues): SessionConfig {
  const store = sessionStoreType(values);
  const l1 = { maxEntries: values.SESSION_L1_CACHE_SIZE, ttlMs: values.SESSION_L1_CACHE_TTL_SECONDS * 1000 };
  return {
    store,
    idleTimeoutMs: idleTimeoutSeconds(values) * 1000,
    absoluteTimeoutMs: values.SESSION_ABSOLUTE_TIMEOUT_SECONDS * 1000,
    maxSessions: values.SESSION_MAX_SESSIONS,
    cleanupIntervalMs: values.SESSION_CLEANUP_INTERVAL * 1000,
    lockingEnabled: values.SESSION_LOCKING_ENABLED,
    lockTimeoutMs: values.SESSION_LOCK_TIMEOUT_SECONDS * 1000,
    lockRetryAttempts: values.SESSION_LOCK_RETRY_ATTEMPTS ?? null,
    keyPrefix: values.REDIS_SESSION_KEY_PREFIX,
    allowEviction: values.REDIS_ALLOW_EVICTION,
    encryptionKeys: values.SESSION_ENCRYPTION_ENABLED === false ? [] : sessionKeys(values),
    l1: store === 'redis' && values.SESSION_L1_CACHE_ENABLED !== false ? l1 : null,
    fingerprint: values.SESSION_FINGERPRINT_MODE ?? fingerprintBySwitches(values),
  };
}

function idleTimeoutSeconds(values: EnvironmentValues): number {
  const minutes = values.SESSION_TIMEOUT_MINUTES;
  return values.SESSION_TIMEOUT_SECONDS ?? (minutes === undefined ? DEFAULT_IDLE_SECONDS : minutes * 60);
}

function sessionKeys({
  SESSION_ENCRYPTION_KEY: only,
  SESSION_ENCRYPTION_KEYS: named,
}: EnvironmentValues): SessionKey[] {
  if (only !== undefined) return [{ kid: ONLY_KEY, key: only }];
  return (named ?? []).map((item) => {
    const [kid = '', key = ''] = item.split(':');
    return { kid, key };
  });
}

function fingerprintBySwitches(values: EnvironmentValues): SessionConfig['fingerprint'] {
  if (!values.SESSION_FINGERPRINTING_ENABLED) return 'off';
  return values.SESSION_FINGERPRINT_STRICT ? 'strict' : 'soft';
}

const hasRepeats = (items: readonly string[]): boolean => new Set(items).size < items.length;

/** What must hold between the variables of sessions. */
export const sessionRules: readonly CrossRule[] = [
  {
    names: ['INSTANCES', 'SESSION_STORE_TYPE', 'USE_SHARED_CONTEXT'],
    broken: (values) => values.INSTANCES > 1 && sessionStoreType(values) === 'in_memory',
    message:
      'is above 1, but SESSION_STORE_TYPE=in_memory keeps sessions in one process. Set SESSION_STORE_TYPE=redis and REDIS_URL, or INSTANCES=1.',
  },
  {
    names: ['USE_SHARED_CONTEXT', 'SESSION_STORE_TYPE'],
    broken: ({ USE_SHARED_CONTEXT: shared, SESSION_STORE_TYPE: store }) =>
      shared !== undefined && store !== undefined && shared !== (store === 'redis'),
    message: 'contradicts SESSION_STORE_TYPE. Remove one of the two.',
  },
  {
    names: ['SESSION_TIMEOUT_MINUTES', 'SESSION_TIMEOUT_SECONDS'],
    broken: ({ SESSION_TIMEOUT_MINUTES: minutes, SESSION_TIMEOUT_SECONDS: seconds }) =>
      minutes !== undefined && seconds !== undefined && minutes * 60 !== seconds,
    message: 'contradicts SESSION_TIMEOUT_SECONDS. Set one of the two.',
  },
  {
    names: ['SESSION_ABSOLUTE_TIMEOUT_SECONDS', 'SESSION_TIMEOUT_SECONDS', 'SESSION_TIMEOUT_MINUTES'],
    broken: (values) => idleTimeoutSeconds(values) > values.SESSION_ABSOLUTE_TIMEOUT_SECONDS,
    message: 'is shorter than the time a session may be idle. Raise it, or lower SESSION_TIMEOUT_SECONDS.',
  },
  {
    names: ['SESSION_ENCRYPTION_ENABLED', 'SESSION_ENCRYPTION_KEY', 'SESSION_ENCRYPTION_KEYS'],
    broken: (values) => values.SESSION_ENCRYPTION_ENABLED === true && sessionKeys(values).length === 0,
    message: `is true, but SESSION_ENCRYPTION_KEY is not set. ${makeKey}`,
  },
  {
    names: ['SESSION_ENCRYPTION_KEYS', 'SESSION_ENCRYPTION_KEY'],
    broken: (values) => values.SESSION_ENCRYPTION_KEYS !== undefined && values.SESSION_ENCRYPTION_KEY !== undefined,
    message: `is set beside SESSION_ENCRYPTION_KEY. Move that key into the list as ${ONLY_KEY}:key and remove SESSION_ENCRYPTION_KEY.`,
  },
  {
    names: ['SESSION_ENCRYPTION_KEYS'],
    broken: (values) => hasRepeats(sessionKeys(values).map(({ kid }) => kid)),
    message: 'has one name for two keys. Name each key differently.',
  },
  {
    names: ['SESSION_ENCRYPTION_KEYS'],
    broken: (values) => hasRepeats(sessionKeys(values).map(({ key }) => key)),
    message: `has the same key under two names. Remove one, or replace it. ${makeKey}`,
  },
  {
    names: ['SESSION_FINGERPRINT_STRICT', 'SESSION_FINGERPRINTING_ENABLED', 'SESSION_FINGERPRINT_MODE'],
    broken: (values) =>
      values.SESSION_FINGERPRINT_STRICT === true &&
      values.SESSION_FINGERPRINT_MODE === undefined &&
      !values.SESSION_FINGERPRINTING_ENABLED,
    message: 'is true, but fingerprinting is off. Set SESSION_FINGERPRINTING_ENABLED=true.',
  },
  {
    names: ['SESSION_FINGERPRINT_MODE', 'SESSION_FINGERPRINTING_ENABLED'],
    broken: ({ SESSION_FINGERPRINT_MODE: mode, SESSION_FINGERPRINTING_ENABLED: enabled }) =>
      mode !== undefined && enabled !== undefined && enabled !== (mode !== 'off'),
    message: 'contradicts SESSION_FINGERPRINTING_ENABLED. Remove that variable.',
  },
  {
    names: ['SESSION_FINGERPRINT_MODE', 'SESSION_FINGERPRINT_STRICT'],
    broken: ({ SESSION_FINGERPRINT_MODE: mode, SESSION_FINGERPRINT_STRICT: strict }) =>
      mode !== undefined && strict !== undefined && strict !== (mode === 'strict'),
    message: 'contradicts SESSION_FINGERPRINT_STRICT. Remove that variable.',
  },
];
