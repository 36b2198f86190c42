import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { systemErrorCode } from '../../src/config/system-error.js';
import { type Sql } from '../../src/database/sql.js';

/** Whatever is looked for: where it was found, each place once, as `place: needle`. */
type Found = readonly string[];

/** Tables of every schema that hold a needle in any column of any row. */
export async function foundInTables(sql: Sql, needles: readonly string[]): Promise<Found> {
  const tables = await sql.query<{ name: string }>({
    name: 'test_tables',
    text: `
      SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
      WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`,
  });
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await sql.query<{ needle: string }>(
      {
        name: `test_look_${name}`.slice(0, 60),
        text: `SELECT DISTINCT needle FROM ${name} AS t, unnest($1::text[]) AS needle WHERE strpos(t::text, needle) > 0`,
      },
      [needles],
    );
    found.push(...rows.map(({ needle }) => `${name}: ${needle}`));
  }
  return found;
}

/** Keys of a Redis server that hold a needle in their name or anywhere in their value. */
export async function foundInRedis(url: string, needles: readonly string[]): Promise<Found> {
  const redis = new Redis(url);
  try {
    const found: string[] = [];
    for (const key of await redis.keys('*')) {
      const text = `${key} ${JSON.stringify(await valueOf(redis, key))}`;
      found.push(...needles.filter((needle) => text.includes(needle)).map((needle) => `${key}: ${needle}`));
    }
    return found;
  } finally {
    redis.disconnect();
  }
}

/** Files below a folder that hold a needle in their path or their bytes; the folders `except` are not looked into. */
export function foundInFiles(folder: string, needles: readonly string[], except: readonly string[] = []): Found {
  const found: string[] = [];
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!except.includes(entry.name)) found.push(...foundInFiles(path, needles, except));
    } else if (entry.isFile()) {
      const bytes = contentOf(path);
      const holds = (needle: string): boolean => path.includes(needle) || bytes.includes(needle);
      found.push(...needles.filter(holds).map((needle) => `${path}: ${needle}`));
    }
  }
  return found;
}

/** Of a file that a running process has just removed: nothing. */
function contentOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}

async function valueOf(redis: Redis, key: string): Promise<unknown> {
  switch (await redis.type(key)) {
    case 'string':
      return redis.get(key);
    case 'hash':
      return redis.hgetall(key);
    case 'list':
      return redis.lrange(key, 0, -1);
    case 'set':
      return redis.smembers(key);
    case 'zset':
      return redis.zrange(key, '0', '-1');
    case 'stream':
      return redis.xrange(key, '-', '+');
    default:
      return null;
  }
}
