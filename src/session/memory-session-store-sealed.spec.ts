import { sessionStoreContract } from '../../test/contracts/session-store.contract.js';
import { FakeClock } from '../../test/support/fake-clock.js';
import { createValueCodec } from './codec/sealing-codec.js';
import { MemorySessionStore } from './memory-session-store.js';

const clock = new FakeClock();
const codec = createValueCodec([{ kid: 'k1', key: Buffer.alloc(32, 1).toString('base64') }]);
sessionStoreContract('memory+encryption', {
  create: async (options) => new MemorySessionStore({ ...options, maxSessions: 10_000, codec }, clock),
  advance: (ms) => {
    clock.advance(ms);
  },
});
