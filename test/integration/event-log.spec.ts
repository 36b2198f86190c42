import { randomBytes } from 'node:crypto';
import { redisLogContract } from '../contracts/event-log-redis.js';

const url = process.env.TEST_REDIS_URL ?? '';
const keys = [{ kid: 'k1', key: randomBytes(32).toString('base64') }];

redisLogContract('Redis', async () => ({ url }));
redisLogContract('Redis, encrypted', async () => ({ url, keys }));
