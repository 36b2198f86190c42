import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { PLAIN_CODEC } from '../../src/session/codec/value-codec.js';
import { redisStoreContract } from '../support/redis-store-contract.js';

/** All that the store and its client ever ask for: no SCAN, KEYS or FLUSH. */
const RULES = [
  '+evalsha +eval +time +info +ping +hello +client|setname +publish',
  '+get +set +del +exists +pexpire +hget +hmget +hgetall +hset +hsetnx +hdel +zadd +zrem +zcount +zrange',
].join(' ');

/** The address of the shared Redis for a user who may do no more than that, under the prefix of tests. */
async function restrictedUrl(): Promise<string> {
  const url = process.env.TEST_REDIS_URL ?? '';
  const admin = new Redis(url);
  const user = `store-${randomUUID()}`;
  await admin.acl('SETUSER', user, 'on', '>secret', '~t-*', '&t-*', '-@all', ...RULES.split(' '));
  admin.disconnect();
  return url.replace('redis://', `redis://${user}:secret@`);
}

redisStoreContract('Redis, as a restricted user', { codec: PLAIN_CODEC, url: restrictedUrl });
