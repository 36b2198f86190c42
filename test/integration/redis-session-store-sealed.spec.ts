import { randomBytes } from 'node:crypto';
import { createValueCodec } from '../../src/session/codec/sealing-codec.js';
import { redisStoreContract } from '../support/redis-store-contract.js';

const codec = createValueCodec([{ kid: 'k1', key: randomBytes(32).toString('base64') }]);
redisStoreContract('Redis, encrypted, with L1', { codec, withL1: true });
