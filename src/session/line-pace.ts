/** Pause between two looks of a process whose waiter is next in line, in ms: grows from the first to the second. */
const LEAST_MS = 10;
const MOST_MS = 50;
const GROWTH = 1.5;
/** Longest pause: several signs of life fit into LINE_SILENCE_MS. */
const SIGN_OF_LIFE_MS = 500;

/** When a process looks again whether it is its turn: often while the line moves, seldom far from its head or while it has the session. */
export class LinePace {
  private ahead = -1;
  private pauseMs = LEAST_MS;
  private isWoken = false;
  private endPause: (() => void) | undefined;

  /** Somebody else has the lease for `remainingMs` more, and so many stand in line before this process. */
  told(ahead: number, remainingMs: number): void {
    const mostMs = Math.min(SIGN_OF_LIFE_MS, MOST_MS * (ahead + 1));
    this.pauseMs = ahead === this.ahead ? Math.min(this.pauseMs * GROWTH, mostMs) : LEAST_MS;
    if (remainingMs > 0) this.pauseMs = Math.min(this.pauseMs, remainingMs);
    this.ahead = ahead;
  }

  /** Resolves when it is time for the next look. `isHere`: this process has the session, so there is nothing to be seen. */
  async pause(isHere: boolean): Promise<void> {
    if (!this.isWoken) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, isHere ? SIGN_OF_LIFE_MS : this.pauseMs);
        this.endPause = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.isWoken = false;
    this.endPause = undefined;
  }

  /** Ends the pause, or the next one if there is none now. */
  wake(): void {
    this.isWoken = true;
    this.pauseMs = LEAST_MS;
    this.endPause?.();
  }
}
