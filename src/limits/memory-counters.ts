import { BoundedLimiter } from './bounded-limiter.js';
import { FlexibleCounters } from './flexible-counters.js';

/** Counters in the memory of this process. */
export function createMemoryCounters(): FlexibleCounters {
  return new FlexibleCounters({
    limiter: (policy) => new BoundedLimiter(policy),
    open: () => Promise.resolve(),
    close: () => undefined,
  });
}
