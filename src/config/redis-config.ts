import { type CrossRule } from './cross-rule.js';
import { type EnvironmentValues } from './env.schema.js';
import { type RedisConfig, type RedisTarget } from './redis-url.js';
import { sessionStoreType } from './session-config.js';

/** The Redis that variables which keep `redisRules` describe; null when nothing uses one. */
export function redisConfig(values: EnvironmentValues): RedisConfig | null {
  if (sessionStoreType(values) !== 'redis') return null;
  const { REDIS_SENTINEL_USERNAME: sentinelUsername, REDIS_SENTINEL_PASSWORD: sentinelPassword } = values;
  return {
    ...redisTarget(values),
    ...(sentinelUsername !== undefined && { sentinelUsername }),
    ...(sentinelPassword !== undefined && { sentinelPassword }),
    connectTimeoutMs: values.REDIS_SOCKET_CONNECT_TIMEOUT * 1000,
    socketTimeoutMs: values.REDIS_SOCKET_TIMEOUT * 1000,
  };
}

function redisTarget(values: EnvironmentValues): RedisTarget {
  const { REDIS_PASSWORD: password, REDIS_USERNAME: username } = values;
  const target = values.REDIS_URL ?? {
    topology: 'standalone',
    nodes: [{ host: values.REDIS_HOST ?? 'localhost', port: values.REDIS_PORT ?? 6379 }],
    ...(username !== undefined && { username }),
    db: values.REDIS_DB ?? 0,
    tls: false,
  };
  return password === undefined ? target : { ...target, password };
}

const partsOfAnAddress = ['REDIS_HOST', 'REDIS_PORT', 'REDIS_USERNAME', 'REDIS_DB'] as const;
const sentinelVariables = ['REDIS_SENTINEL_USERNAME', 'REDIS_SENTINEL_PASSWORD'] as const;
const addressVariables = ['REDIS_URL', ...partsOfAnAddress, 'REDIS_PASSWORD', ...sentinelVariables] as const;

/** What must hold between the variables of Redis. */
export const redisRules: readonly CrossRule[] = [
  {
    names: ['REDIS_URL', 'REDIS_HOST', 'SESSION_STORE_TYPE', 'USE_SHARED_CONTEXT'],
    broken: (values) =>
      sessionStoreType(values) === 'redis' && values.REDIS_URL === undefined && values.REDIS_HOST === undefined,
    message:
      'is required by SESSION_STORE_TYPE=redis. Set it, or REDIS_HOST; without a Redis, set SESSION_STORE_TYPE=in_memory.',
  },
  ...addressVariables.map((name): CrossRule => ({
    names: [name, 'SESSION_STORE_TYPE', 'USE_SHARED_CONTEXT'],
    broken: (values) => sessionStoreType(values) === 'in_memory' && values[name] !== undefined,
    message: 'is set, but SESSION_STORE_TYPE=in_memory does not use it. Set SESSION_STORE_TYPE=redis, or remove it.',
  })),
  ...partsOfAnAddress.map((name): CrossRule => ({
    names: [name, 'REDIS_URL'],
    broken: (values) => values.REDIS_URL !== undefined && values[name] !== undefined,
    message: 'is set beside REDIS_URL, which decides it. Write it into REDIS_URL and remove it.',
  })),
  {
    names: ['REDIS_PASSWORD', 'REDIS_URL'],
    broken: (values) => values.REDIS_URL?.password !== undefined && values.REDIS_PASSWORD !== undefined,
    message: 'is set beside a REDIS_URL with a password. Remove one of the two.',
  },
  ...sentinelVariables.map((name): CrossRule => ({
    names: [name, 'REDIS_URL', 'SESSION_STORE_TYPE', 'USE_SHARED_CONTEXT'],
    broken: (values) =>
      sessionStoreType(values) === 'redis' && values[name] !== undefined && values.REDIS_URL?.topology !== 'sentinel',
    message: 'is set, but REDIS_URL names no Sentinels. Use redis+sentinel://, or remove it.',
  })),
];
