import { LRUCache } from 'lru-cache';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import { type Policy } from './rate-counters.js';

/** Callers remembered for one policy: some 3 MB. More than a process serves in a window; who is forgotten has a whole budget again. */
const MAX_CALLERS = 10_000;

/** The library's limiter in memory, with a bound: it keeps every caller until the end of the window, however many come. */
export class BoundedLimiter extends RateLimiterMemory {
  private readonly callers: LRUCache<string, true>;

  constructor({ name, quota, windowMs }: Policy, maxCallers = MAX_CALLERS) {
    super({ keyPrefix: name, points: quota, duration: windowMs / 1000 });
    this.callers = new LRUCache({
      max: maxCallers,
      dispose: (_, caller, reason) => {
        if (reason === 'evict') void this.delete(caller);
      },
    });
  }

  override consume(caller: string, calls?: number): Promise<RateLimiterRes> {
    this.callers.set(caller, true);
    return super.consume(caller, calls);
  }

  override reward(caller: string, calls?: number): Promise<RateLimiterRes> {
    this.callers.set(caller, true);
    return super.reward(caller, calls);
  }
}
