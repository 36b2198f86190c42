import { mastersOf, type RedisClient } from '../../redis/redis-client.js';

type Details = Record<string, string | number>;

/** What is told of the server, by its name in INFO. `sum`: over all masters of a Cluster. */
const FACTS = [
  { field: 'redis_version', name: 'redisVersion', sum: false },
  { field: 'connected_clients', name: 'connectedClients', sum: true },
  { field: 'used_memory', name: 'usedMemoryBytes', sum: true },
  { field: 'total_commands_processed', name: 'totalCommands', sum: true },
] as const;

/** What the servers say of themselves; nothing where the user may not ask (INFO) or they don't answer. */
export async function serverDetails(client: RedisClient): Promise<Details> {
  const infos = await Promise.all(mastersOf(client).map((node) => node.info())).catch(() => []);
  const details: Details = {};
  for (const { field, name, sum } of FACTS) {
    const values = infos.map((info) => new RegExp(`^${field}:(.*?)\\r?$`, 'm').exec(info)?.[1] ?? '');
    if (values.length === 0) continue;
    details[name] = sum ? values.reduce((total, value) => total + Number(value), 0) : [...new Set(values)].join(', ');
  }
  return details;
}
