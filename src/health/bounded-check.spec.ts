import { type HealthIndicatorResult } from '@nestjs/terminus';
import { describe, expect, it } from '@jest/globals';
import { BoundedCheck } from './bounded-check.js';

const UP: HealthIndicatorResult = { database: { status: 'up' } };
const HANGING: HealthIndicatorResult = { database: { status: 'down' } };

describe('BoundedCheck', () => {
  it('asks once for everybody who comes at the same time, and shortly after', async () => {
    let asked = 0;
    const check = new BoundedCheck(async () => {
      asked += 1;
      return UP;
    }, HANGING);
    const results = await Promise.all(Array.from({ length: 100 }, () => check.result()));
    expect(results).toEqual(results.map(() => UP));
    expect(await check.result()).toEqual(UP);
    expect(asked).toBe(1);
  });

  it('does not wait for what hangs, nor ask it again before it has answered', async () => {
    let asked = 0;
    const answer = Promise.withResolvers<HealthIndicatorResult>();
    const ask = (): Promise<HealthIndicatorResult> => {
      asked += 1;
      return answer.promise;
    };
    const check = new BoundedCheck(ask, HANGING, 5);
    expect([await check.result(), await check.result()]).toEqual([HANGING, HANGING]);
    expect(asked).toBe(1);
    answer.resolve(UP);
    expect(await check.result()).toEqual(UP);
  });

  it('asks again after a failure', async () => {
    let asked = 0;
    const check = new BoundedCheck(async () => {
      asked += 1;
      if (asked === 1) throw new Error('a fault of ours');
      return UP;
    }, HANGING);
    await expect(check.result()).rejects.toThrow('a fault of ours');
    expect(await check.result()).toEqual(UP);
  });
});
