import { afterAll, beforeAll } from '@jest/globals';
import { SystemClock } from '../../src/common/clock.js';
import { type ValueCodec } from '../../src/session/codec/value-codec.js';
import { sessionStoreContract } from '../contracts/session-store.contract.js';
import { FakeClock } from './fake-clock.js';
import { connectRedis, type RedisStores } from './redis-stores.js';

/** Histories of the model run: each command costs a round trip, and a count one per bucket. */
const MODEL_RUNS = 40;

/** Puts a Redis store through the contract, with time injected into its scripts. `url` is asked for when the tests run. */
export function redisStoreContract(
  name: string,
  { codec, url, withL1 = false }: { codec: ValueCodec; url?: () => Promise<string>; withL1?: boolean },
): void {
  // Physical times to live are the server's own: an injected time far from them would let keys vanish early.
  const clock = new FakeClock(new SystemClock().now());
  let stores: RedisStores;
  beforeAll(async () => {
    stores = await connectRedis(await url?.(), clock);
  });
  afterAll(() => {
    stores.close();
  });
  sessionStoreContract(name, {
    create: async (options) => stores.store({ ...options, codec, withL1 }),
    advance: (ms) => {
      clock.advance(ms);
    },
    modelRuns: MODEL_RUNS,
  });
}
