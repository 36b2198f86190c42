import { Logger } from '@nestjs/common';
import { mastersOf, type RedisClient } from '../../redis/redis-client.js';
import { type ValueCodec, type ValuePlace } from '../codec/value-codec.js';
import { KeyUnknown, SessionCorrupt, StoreMisconfigured } from '../session.errors.js';

/** Functions of the scripts (`#!lua` flags) and commands that they use are there from this version on. */
const LEAST_MAJOR = 7;
/** Layout of keys and fields that this version reads and writes. */
const LAYOUT = '1';
const CHECK_VALUE = '"frontdesk"';

export interface BootCheckOptions {
  readonly keyPrefix: string;
  /** Whether a server may be used that throws sessions away when it is full. */
  readonly allowEviction: boolean;
  readonly codec: ValueCodec;
  /** For each encryption key, the codec that seals with it; empty: values are not sealed. */
  readonly keyCodecs: ReadonlyMap<string, ValueCodec>;
}

const logger = new Logger('Redis');

/**
 * Whether the server may be used: its version, its eviction policy, the layout of what it holds, and the encryption keys. The first
 * process notes layout and keys in the hash `<keyPrefix>meta`; later ones compare.
 * @throws StoreMisconfigured naming the fix
 */
export async function checkRedis(client: RedisClient, options: BootCheckOptions): Promise<void> {
  const infos = await Promise.all(mastersOf(client).map((node) => node.info().catch(withoutPermission)));
  for (const info of infos) checkServer(info, options.allowEviction);
  const meta = `${options.keyPrefix}meta`;
  await checkNoted(client, meta, 'layout', LAYOUT, (found) => {
    return `holds sessions of layout ${found}, and this version knows layout ${LAYOUT} only. Use the version that wrote them, or set another REDIS_SESSION_KEY_PREFIX.`;
  });
  await checkNoted(client, meta, 'sealed', options.codec.seals ? 'yes' : 'no', (found) =>
    found === 'yes'
      ? 'holds encrypted sessions, but no encryption key is set. Set SESSION_ENCRYPTION_KEYS, or copy them: npm run sessions -- migrate.'
      : 'holds sessions that are not encrypted, but encryption is on. Copy them: npm run sessions -- migrate.',
  );
  for (const [kid, codec] of options.keyCodecs) await checkKey(client, meta, kid, codec);
}

function withoutPermission(error: unknown): string {
  if (error instanceof Error && error.message.startsWith('NOPERM')) return '';
  throw error;
}

function checkServer(info: string, allowEviction: boolean): void {
  const value = (field: string): string | undefined => new RegExp(`^${field}:(.*?)\\r?$`, 'm').exec(info)?.[1];
  const version = value('redis_version');
  if (version === undefined) {
    logger.warn('Redis does not tell its version (the user may not run INFO), so it was not checked.');
    return;
  }
  if (Number.parseInt(version, 10) < LEAST_MAJOR) {
    throw new StoreMisconfigured(
      `Redis ${version} is too old: version ${LEAST_MAJOR}.0 or newer is needed. Upgrade the server.`,
    );
  }
  const policy = value('maxmemory_policy');
  if (policy === undefined || policy === 'noeviction' || allowEviction) return;
  throw new StoreMisconfigured(
    `Redis throws sessions away when it is full (maxmemory-policy ${policy}). Set "maxmemory-policy noeviction" at the server, or accept the loss with REDIS_ALLOW_EVICTION=true.`,
  );
}

/** Compares a field of `meta` with what it must be; notes it when nobody has yet. */
async function checkNoted(
  client: RedisClient,
  meta: string,
  field: string,
  expected: string,
  problem: (found: string) => string,
): Promise<void> {
  await client.hsetnx(meta, field, expected);
  const found = await client.hget(meta, field);
  if (found !== null && found !== expected) throw new StoreMisconfigured(`Redis ${problem(found)}`);
}

/** The value that each key sealed once must open with the key of that name. */
async function checkKey(client: RedisClient, meta: string, kid: string, codec: ValueCodec): Promise<void> {
  const place: ValuePlace = { sessionId: 'meta', incarnation: 'meta', field: `key:${kid}` };
  await client.hsetnx(meta, place.field, codec.encode(CHECK_VALUE, place));
  const stored = await client.hgetBuffer(meta, place.field);
  if (stored === null) return;
  try {
    if (codec.decode(stored, place) === CHECK_VALUE) return;
  } catch (error) {
    if (!(error instanceof SessionCorrupt || error instanceof KeyUnknown)) throw error;
  }
  throw new StoreMisconfigured(
    `SESSION_ENCRYPTION_KEYS: the key "${kid}" is not the one that sealed the sessions in Redis. Put the right one back, or give the new one another name in front of it.`,
  );
}
