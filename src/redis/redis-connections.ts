import { Logger } from '@nestjs/common';
import { Cluster, Redis } from 'ioredis';
import { type AppConfig } from '../config/app-config.js';
import { redisConnectionUp } from '../telemetry/metrics.js';
import { redisReconnects } from '../telemetry/store-metrics.js';
import { type RedisClient } from './redis-client.js';
import { clusterOptions, serverOptions } from './redis-client-options.js';

/** Makes the process's connections to Redis, named after what they are for and watched. Who asks for one closes it. */
export class RedisConnections {
  private readonly logger = new Logger('Redis');

  constructor(private readonly config: Pick<AppConfig, 'redis'>) {}

  /**
   * A client that is not connected yet; `connect()` or its first command does that. `name` is lower-case words: it is in the server's
   * client list, the log and a metric.
   */
  create(name: string): RedisClient {
    const { redis } = this.config;
    if (!redis) throw new Error('No Redis is configured: set REDIS_URL.');
    const connectionName = `frontdesk:${name}`;
    const client =
      redis.topology === 'cluster'
        ? new Cluster(
            redis.nodes.map((node) => ({ ...node })),
            clusterOptions(redis, connectionName),
          )
        : new Redis(serverOptions(redis, connectionName));
    this.watch(client, name);
    return client;
  }

  /** Says once that a connection was lost, and once that it is back. */
  private watch(client: RedisClient, name: string): void {
    let up: boolean | undefined;
    const change = (now: boolean, why?: string): void => {
      if (up === now) return;
      up = now;
      redisConnectionUp.set({ name }, now ? 1 : 0);
      if (now) this.logger.log({ event: 'redis_connected', name });
      else this.logger.warn({ event: 'redis_lost', name, reason: why });
    };
    // Without a listener an 'error' event would end the process. Its text names hosts and ports, never a password.
    client.on('error', (error: Error) => {
      change(false, error.message);
    });
    // Not 'close', which also comes when we close it.
    client.on('reconnecting', () => {
      redisReconnects.inc({ name });
      change(false, 'The connection was closed.');
    });
    client.on('ready', () => {
      change(true);
    });
  }
}
