import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { createValueCodec } from '../../src/session/codec/sealing-codec.js';
import { KeyUnknown, SessionCorrupt } from '../../src/session/session.errors.js';
import { connectRedis, type RedisStores } from '../support/redis-stores.js';

const newKey = (kid: string): { kid: string; key: string } => ({ kid, key: randomBytes(32).toString('base64') });

describe('RedisSessionStore with encryption keys', () => {
  const [first, second] = [newKey('first'), newKey('second')];
  const before = createValueCodec([first]);
  const rotating = createValueCodec([second, first]);
  const after = createValueCodec([second]);
  const keyPrefix = `t-keys-${randomBytes(6).toString('hex')}:`;
  let redis: RedisStores;
  let admin: Redis;
  beforeAll(async () => {
    redis = await connectRedis();
    admin = new Redis(process.env.TEST_REDIS_URL ?? '');
  });
  afterAll(() => {
    redis.close();
    admin.disconnect();
  });

  const init = {
    threadId: 'canary-thread',
    userId: 'canary-user',
    metadata: { plan: 'canary-plan' },
    counters: { c: 1 },
  };

  async function keyOf(sessionId: string): Promise<string> {
    const [key = ''] = await admin.keys(`${keyPrefix}*:h:${sessionId}`);
    return key;
  }

  it('writes no value in clear', async () => {
    const store = redis.store({ keyPrefix, codec: before });
    await store.create({ sessionId: 'sealed', ...init });
    await store.update('sealed', { metadata: { more: 'canary-more' } });
    const stored = await admin.hgetallBuffer(await keyOf('sealed'));
    for (const value of Object.values(stored)) expect(value.includes('canary')).toBe(false);
  });

  it('opens with any of its keys, and seals anew with the first what another one sealed', async () => {
    const old = redis.store({ keyPrefix, codec: before });
    const store = redis.store({ keyPrefix, codec: rotating });
    const created = await old.create({ sessionId: 'rotated', ...init });
    const session = 'session' in created ? created.session : undefined;
    expect(await store.get('rotated')).toEqual({ status: 'found', session });
    await expect(redis.store({ keyPrefix, codec: after }).get('rotated')).rejects.toThrow(KeyUnknown);
    expect(await store.reseal('rotated')).toEqual({ status: 'resealed' });
    expect(await store.reseal('rotated')).toEqual({ status: 'current' });
    expect(await redis.store({ keyPrefix, codec: after }).get('rotated')).toEqual({ status: 'found', session });
  });

  it('refuses values that are not in their place, and writes in clear', async () => {
    const store = redis.store({ keyPrefix, codec: before });
    for (const sessionId of ['one', 'two']) await store.create({ sessionId, ...init });
    const [one, two] = [await keyOf('one'), await keyOf('two')];
    const moved = (await admin.hgetBuffer(one, 'd:userId')) ?? Buffer.alloc(0);
    await admin.hset(two, 'd:userId', moved);
    await expect(store.get('two')).rejects.toThrow(SessionCorrupt);
    await admin.hset(one, 'd:userId', '"forged"');
    await expect(store.get('one')).rejects.toThrow(SessionCorrupt);
    await expect(redis.store({ keyPrefix }).get('two')).rejects.toThrow(SessionCorrupt);
  });
});
