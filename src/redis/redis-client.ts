import { Cluster, type Redis } from 'ioredis';

/** One connection to a server (found by Sentinel or not), or the connections to all nodes of a Cluster. */
export type RedisClient = Redis | Cluster;

/** The connections to the servers that take writes: the client itself, or each master of a Cluster. */
export function mastersOf(client: RedisClient): Redis[] {
  return client instanceof Cluster ? client.nodes('master') : [client];
}
