/** Where a Redis is, in whichever of the three shapes, and how long to wait for it. */
export interface RedisConfig extends RedisTarget {
  readonly sentinelUsername?: string;
  readonly sentinelPassword?: string;
  readonly connectTimeoutMs: number;
  /** A connection that is silent for this long with a command under way is given up. */
  readonly socketTimeoutMs: number;
}

/** What an address says. */
export interface RedisTarget {
  readonly topology: 'standalone' | 'sentinel' | 'cluster';
  /** The server; or some of the Sentinels or cluster nodes, through which the others are found. */
  readonly nodes: readonly { readonly host: string; readonly port: number }[];
  /** The name by which the Sentinels know the master. */
  readonly sentinelName?: string;
  readonly username?: string;
  readonly password?: string;
  readonly db: number;
  readonly tls: boolean;
}

/** Highest number of a database: Redis numbers as many as it is told, 16 by default. */
export const MAX_REDIS_DB = 1_000_000;

const ADDRESS = /^(rediss?)(?:\+(sentinel|cluster))?:\/\/(?:([^\s/]*)@)?([^\s/@?#]+)(?:\/([^\s?#]*))?$/;
const NODE = /^([\w.-]+|\[[\w.:%]+\])(?::(\d{1,5}))?$/;

/**
 * Reads `redis://[user:password@]host[:port][/db]` (`rediss` for TLS), `redis+sentinel://…@host,host/name[/db]` and
 * `redis+cluster://…@host,host`. User and password are percent-encoded. Ports not given: 6379, of Sentinels 26379.
 * Undefined when the text is no such address.
 */
export function parseRedisUrl(text: string): RedisTarget | undefined {
  const [, scheme, shape, userInfo = '', hosts = '', path = ''] = ADDRESS.exec(text) ?? [];
  if (scheme === undefined) return undefined;
  const topology = shape === 'sentinel' || shape === 'cluster' ? shape : 'standalone';
  const nodes = hosts.split(',').map((node) => parseNode(node, topology === 'sentinel' ? 26_379 : 6379));
  const credentials = parseCredentials(userInfo);
  const place = parsePath(topology, path);
  if (!credentials || !place || !nodes.every((node) => node !== undefined)) return undefined;
  if (topology === 'standalone' && nodes.length > 1) return undefined;
  return { topology, nodes, ...credentials, ...place, tls: scheme === 'rediss' };
}

function parseNode(text: string, defaultPort: number): { host: string; port: number } | undefined {
  const [, host, port] = NODE.exec(text) ?? [];
  const number = port === undefined ? defaultPort : Number(port);
  if (host === undefined || number < 1 || number > 65_535) return undefined;
  return { host: host.replace(/^\[|\]$/g, ''), port: number };
}

function parseCredentials(userInfo: string): Pick<RedisTarget, 'username' | 'password'> | undefined {
  const [, user = '', password = ''] = /^([^:]*):?(.*)$/.exec(userInfo) ?? [];
  try {
    return {
      ...(user !== '' && { username: decodeURIComponent(user) }),
      ...(password !== '' && { password: decodeURIComponent(password) }),
    };
  } catch {
    return undefined;
  }
}

function parsePath(
  topology: RedisTarget['topology'],
  path: string,
): Pick<RedisTarget, 'db' | 'sentinelName'> | undefined {
  const parts = path === '' ? [] : path.split('/');
  const sentinelName = topology === 'sentinel' ? parts.shift() : undefined;
  if (topology === 'sentinel' && !/^[\w.-]+$/.test(sentinelName ?? '')) return undefined;
  const [database = '0', ...rest] = parts;
  const db = /^\d+$/.test(database) ? Number(database) : NaN;
  // A cluster has database 0 only.
  const highest = topology === 'cluster' ? 0 : MAX_REDIS_DB;
  if (rest.length > 0 || !(db <= highest)) return undefined;
  return sentinelName === undefined ? { db } : { db, sentinelName };
}
