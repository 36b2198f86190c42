import { type ClusterOptions, type CommonRedisOptions, type RedisOptions } from 'ioredis';
import { type RedisConfig } from '../config/redis-url.js';

/** Longest silence of the server to one command, in ms. What has a shorter deadline keeps it itself. */
const COMMAND_TIMEOUT_MS = 1000;
/** Shortest and longest pause before a lost connection is tried again, in ms. */
const RETRY_FIRST_MS = 50;
const RETRY_LONGEST_MS = 500;

/** Doubles from try to try up to the longest; half of it at random, so that many processes don't come at once. */
function retryDelay(attempt: number): number {
  const pause = Math.min(RETRY_FIRST_MS * 2 ** (attempt - 1), RETRY_LONGEST_MS);
  return pause / 2 + (Math.random() * pause) / 2;
}

/**
 * Nothing is queued, sent again or waited for behind the caller's back: a command on a lost connection fails at once, one whose answer
 * is lost fails at its timeout, and who sent it decides what that means.
 */
function connectionOptions(config: RedisConfig, connectionName: string): CommonRedisOptions {
  return {
    connectionName,
    lazyConnect: true,
    connectTimeout: config.connectTimeoutMs,
    socketTimeout: config.socketTimeoutMs,
    commandTimeout: COMMAND_TIMEOUT_MS,
    maxRetriesPerRequest: 1,
    enableOfflineQueue: false,
    // Without a commandTimeout such commands would never settle (ioredis 6.0.0, #2193).
    autoResendUnfulfilledCommands: false,
    // Whoever subscribes does it again by itself; the client would without a catch, and a connection that is lost in it is a crash.
    autoResubscribe: false,
    // Measured: scripts are 40 % slower with it.
    enableAutoPipelining: false,
    keepAlive: 5000,
    retryStrategy: retryDelay,
    // A master that was demoted refuses writes until the connection is made anew; 1: reconnect and don't send again.
    reconnectOnError: (error) => (error.message.startsWith('READONLY') ? 1 : false),
    ...(config.username === undefined ? {} : { username: config.username }),
    ...(config.password === undefined ? {} : { password: config.password }),
    ...(config.tls ? { tls: {} } : {}),
  };
}

/** Options of a client for one server, named directly or known to its Sentinels. */
export function serverOptions(config: RedisConfig, name: string): RedisOptions {
  const common = { ...connectionOptions(config, name), db: config.db };
  if (config.topology !== 'sentinel') {
    const [node] = config.nodes;
    return { ...common, ...(node ?? {}) };
  }
  return {
    ...common,
    sentinels: config.nodes.map((node) => ({ ...node })),
    name: config.sentinelName ?? 'mymaster',
    sentinelRetryStrategy: retryDelay,
    sentinelCommandTimeout: COMMAND_TIMEOUT_MS,
    // With it, a switch that is announced while the client reconnects ends the client for good (ioredis 6.0.0). Without it, a switch
    // is noticed by the lost connection or by READONLY.
    failoverDetector: false,
    enableTLSForSentinelMode: config.tls,
    ...(config.tls ? { sentinelTLS: {} } : {}),
    ...(config.sentinelUsername === undefined ? {} : { sentinelUsername: config.sentinelUsername }),
    ...(config.sentinelPassword === undefined ? {} : { sentinelPassword: config.sentinelPassword }),
  };
}

/** Options of a client for all nodes of a Cluster. */
export function clusterOptions(config: RedisConfig, name: string): ClusterOptions {
  return {
    lazyConnect: true,
    enableOfflineQueue: false,
    clusterRetryStrategy: retryDelay,
    // Otherwise the client sends again by itself what was under way when a connection ended, and increments count twice.
    retryDelayOnFailover: 0,
    slotsRefreshTimeout: config.connectTimeoutMs,
    // Follows a master that failed without waiting for the next redirection.
    slotsRefreshInterval: 5000,
    redisOptions: connectionOptions(config, name),
  };
}
