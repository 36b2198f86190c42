import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ConcurrencyLimit } from './concurrency-limit.js';

/**
 * A machine that needs `aloneMs` for a turn, of which `processorMs` keep its only processor busy: turns beyond what fits into that take
 * longer by what they wait for each other.
 */
function machine(aloneMs: number, processorMs: number) {
  return (inWork: number): number => Math.max(aloneMs, inWork * processorMs);
}

/** Works `turns` turns with as many at once as the limit allows, or fewer; the time goes on. */
function work(limit: ConcurrencyLimit, timeOf: (inWork: number) => number, turns: number, most = Infinity): void {
  let now = 0;
  for (let turn = 0; turn < turns; turn += 1) {
    const inWork = Math.min(limit.current, most);
    const ms = timeOf(inWork);
    now += ms / inWork;
    limit.record(ms, inWork, now);
  }
}

describe('ConcurrencyLimit', () => {
  it('lets in what the processor can do, and hardly more', () => {
    const limit = new ConcurrencyLimit(1000);
    work(limit, machine(10, 5), 100, 1);
    work(limit, machine(10, 5), 2000);
    // Two turns keep the processor busy; one to three more may wait.
    expect(limit.current).toBeGreaterThanOrEqual(2);
    expect(limit.current).toBeLessThanOrEqual(5);
  });

  it('lets in little more also when it never saw the machine at rest', () => {
    const limit = new ConcurrencyLimit(1000);
    work(limit, machine(10, 5), 2000);
    expect(limit.current).toBeLessThanOrEqual(8);
  });

  it('grows where turns take their time without costing any', () => {
    const limit = new ConcurrencyLimit(1000);
    work(limit, machine(200, 2), 20_000);
    expect(limit.current).toBeGreaterThanOrEqual(90);
    expect(limit.current).toBeLessThanOrEqual(110);
  });

  it('comes down fast when the machine becomes slower, and up again when it recovers', () => {
    const limit = new ConcurrencyLimit(1000);
    work(limit, machine(50, 2), 100, 1);
    work(limit, machine(50, 2), 5000);
    const before = limit.current;
    work(limit, machine(250, 20), 300);
    expect(limit.current).toBeLessThan(before / 2);
    work(limit, machine(50, 2), 2000);
    expect(limit.current).toBeGreaterThanOrEqual(before - 3);
  });

  it('learns nothing from quiet times but how fast a turn is', () => {
    const limit = new ConcurrencyLimit(1000);
    const first = limit.current;
    work(limit, machine(10, 5), 1000, 1);
    expect(limit.current).toBe(first);
  });

  it('believes within minutes that the machine is another one', () => {
    const limit = new ConcurrencyLimit(1000);
    work(limit, machine(5, 1), 1000);
    // Four times as far from its database from now on, for a quarter of an hour.
    work(limit, machine(20, 1), 20_000);
    const soon = limit.current;
    work(limit, machine(20, 1), 900_000);
    expect(limit.current).toBeGreaterThan(soon);
    expect(limit.current).toBeGreaterThanOrEqual(19);
  });

  it('stays within its bounds, whatever turns take', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.array(fc.tuple(fc.integer({ min: 0, max: 100_000 }), fc.integer({ min: 0, max: 100 })), { maxLength: 400 }),
        (most, turns) => {
          const limit = new ConcurrencyLimit(most);
          turns.forEach(([ms, inWork], at) => {
            limit.record(ms, inWork, at * 10);
            expect(limit.current).toBeGreaterThanOrEqual(1);
            expect(limit.current).toBeLessThanOrEqual(most);
          });
        },
      ),
    );
  });
});
