import { type TurnPlace } from '../turn/turn-place.js';

/** Where places come from. */
export interface PlaceSource {
  readonly now: () => number;
  /** Resolves when there is a place again; those who had one come before those who are new. */
  readonly takeAgain: () => Promise<void>;
  readonly give: () => void;
  /** The turn is over after `workedMs` in its place, which it gives back if it has one; null: its time tells nothing. */
  readonly end: (workedMs: number | null, hasPlace: boolean) => void;
}

/** A place that was given to one turn, and the time that it spent there. Call `leave` in a `finally`. */
export class GivenPlace implements TurnPlace {
  private workedMs = 0;
  private since: number;

  /** `isAway`: it begins elsewhere, and takes its place when it comes from there. */
  constructor(
    private readonly source: PlaceSource,
    private isAway = false,
  ) {
    this.since = source.now();
  }

  async away<T>(patienceMs: number, wait: () => Promise<T>): Promise<T> {
    const leaving = (): void => {
      this.isAway = true;
      this.pause();
      this.source.give();
    };
    const timer = this.isAway ? undefined : setTimeout(leaving, patienceMs);
    try {
      return await wait();
    } finally {
      clearTimeout(timer);
      if (this.isAway) {
        await this.source.takeAgain();
        this.isAway = false;
        this.since = this.source.now();
      }
    }
  }

  /** `isWhole`: the turn went all its way, so that its time tells how busy we are. */
  leave(isWhole: boolean): void {
    if (!this.isAway) this.pause();
    this.source.end(isWhole ? this.workedMs : null, !this.isAway);
  }

  private pause(): void {
    this.workedMs += this.source.now() - this.since;
  }
}
