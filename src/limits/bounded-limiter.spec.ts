import { describe, expect, it } from '@jest/globals';
import { BoundedLimiter } from './bounded-limiter.js';

const policy = { name: 'open-address', quota: 1, windowMs: 3_600_000 };

describe('BoundedLimiter', () => {
  it('remembers so many callers and no more', async () => {
    const limiter = new BoundedLimiter(policy, 100);
    for (let n = 0; n < 1000; n += 1) await limiter.consume(`caller ${n}`);
    expect(limiter.dump().storage).toHaveLength(100);
  });

  it('forgets first who was silent longest', async () => {
    const limiter = new BoundedLimiter(policy, 2);
    await limiter.consume('one');
    await limiter.consume('two');
    await expect(limiter.consume('one')).rejects.toMatchObject({ remainingPoints: 0 });
    await limiter.consume('three');
    await expect(limiter.consume('one')).rejects.toMatchObject({ remainingPoints: 0 });
    await expect(limiter.consume('two')).resolves.toMatchObject({ remainingPoints: 0 });
  });

  it('remembers within its bound also those whose calls were given back', async () => {
    const limiter = new BoundedLimiter(policy, 10);
    for (let n = 0; n < 100; n += 1) await limiter.reward(`caller ${n}`);
    expect(limiter.dump().storage).toHaveLength(10);
  });
});
