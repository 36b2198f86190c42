import { type Clock } from '../common/clock.js';

/** Longest time without another look, in ms: a holder may have given up its session in the meantime. */
const LONGEST_MS = 5000;
/** A lease that has just run out is seen as run out. */
const MARGIN_MS = 50;

/** When to look at a turn again that seems to be alive: not before its lease could run out. */
export class RescueOutlook {
  private readonly againAt = new Map<string, number>();

  constructor(private readonly clock: Clock) {}

  lookAgain(turnId: string, inMs: number): void {
    this.againAt.set(turnId, this.clock.now() + Math.min(inMs, LONGEST_MS) + MARGIN_MS);
  }

  /** Turns that need no look now. Forgets the others. */
  notYet(): string[] {
    const now = this.clock.now();
    for (const [turnId, at] of this.againAt) {
      if (at <= now) this.againAt.delete(turnId);
    }
    return [...this.againAt.keys()];
  }
}
