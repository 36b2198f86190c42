import { sessionStoreContract } from '../../test/contracts/session-store.contract.js';
import { FakeClock } from '../../test/support/fake-clock.js';
import { MemorySessionStore } from './memory-session-store.js';

const clock = new FakeClock();
sessionStoreContract('memory', {
  create: async (options) => new MemorySessionStore({ ...options, maxSessions: 10_000 }, clock),
  advance: (ms) => {
    clock.advance(ms);
  },
});
