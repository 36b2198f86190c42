import { Clock } from '../../src/common/clock.js';

/** Time that stands still until a test moves it. */
export class FakeClock extends Clock {
  private current: number;

  /** @param start milliseconds since the epoch */
  constructor(start: number = Date.UTC(2026, 0, 1)) {
    super();
    this.current = start;
  }

  now(): number {
    return this.current;
  }

  /** Moves time forward by `milliseconds` (not negative: time has one direction). */
  advance(milliseconds: number): void {
    if (milliseconds < 0) throw new RangeError('time moves forward only');
    this.current += milliseconds;
  }
}
