import { randomBytes } from 'node:crypto';
import { connectRedis } from './connect-redis.mjs';
import { ourContestant } from './our-store.mjs';
import { openStore } from './product.mjs';
import { ioredisJson, ioredisLua } from './raw-ioredis.mjs';

/** The size of ours' copies of sessions in the process. */
const L1 = { SESSION_L1_CACHE_ENABLED: 'true', SESSION_L1_CACHE_SIZE: '10000', SESSION_L1_CACHE_TTL_SECONDS: '60' };
const KEYS = `k1:${randomBytes(32).toString('base64')}`;

const NO_L1 = { SESSION_L1_CACHE_ENABLED: 'false' };

const ours = (env, options) => async (url) => ourContestant(await openStore({ REDIS_URL: url, ...env }), options);

/**
 * Everything that is compared. `open(url)` makes one instance, as one process would have it; `getOnly`: its writes are those of the
 * one without copies; `isLocal`: lives in one process.
 */
export const CONTESTANTS = [
  { name: 'raw ioredis, Lua HINCRBY on a hash', open: ioredisLua },
  { name: 'raw ioredis, GET/SET of JSON', open: ioredisJson },
  { name: 'connect-redis 10, node-redis', open: connectRedis },
  { name: 'ours, plain', open: ours({ REDIS_SESSION_KEY_PREFIX: 'plain:', ...NO_L1 }), isOurs: true },
  {
    name: 'ours, encrypted',
    open: ours({ REDIS_SESSION_KEY_PREFIX: 'sealed:', SESSION_ENCRYPTION_KEYS: KEYS, ...NO_L1 }),
    isOurs: true,
  },
  { name: 'ours, L1 validated', open: ours({ REDIS_SESSION_KEY_PREFIX: 'l1:', ...L1 }), isOurs: true, getOnly: true },
  {
    name: 'ours, encrypted, L1 validated',
    open: ours({ REDIS_SESSION_KEY_PREFIX: 'sealed-l1:', SESSION_ENCRYPTION_KEYS: KEYS, ...L1 }),
    isOurs: true,
    getOnly: true,
  },
  {
    name: 'ours, L1 bounded 1 s',
    open: ours({ REDIS_SESSION_KEY_PREFIX: 'l1b:', ...L1 }, { staleMs: 1_000 }),
    isOurs: true,
    getOnly: true,
  },
  {
    name: 'ours, in memory (one process)',
    open: async () => ourContestant(await openStore({ SESSION_STORE_TYPE: 'in_memory' })),
    isOurs: true,
    isLocal: true,
  },
];
