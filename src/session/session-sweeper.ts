import { type CleanupResult } from './session-results.js';
import { type SessionStore } from './session-store.js';

/** Sessions cleaned up in one go, so that a long backlog leaves room for requests in between. */
const BATCH = 500;

/** Cleans up expired sessions of a store, whichever it is, every `intervalMs`. Never keeps the process alive. */
export class SessionSweeper {
  private timer: NodeJS.Timeout | undefined;
  private sweep: Promise<void> | undefined;

  /** `onFailure` hears of every clean-up that failed; the next one tries again. */
  constructor(
    private readonly store: SessionStore,
    private readonly intervalMs: number,
    private readonly onFailure: (failure: unknown) => void,
  ) {}

  start(): void {
    this.timer ??= setInterval(() => {
      this.sweep ??= this.sweepAll().finally(() => (this.sweep = undefined));
    }, this.intervalMs).unref();
  }

  /** Ends the schedule and waits for a clean-up that is running. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    this.timer = undefined;
    await this.sweep;
  }

  private async sweepAll(): Promise<void> {
    try {
      let result: CleanupResult;
      do {
        result = await this.store.cleanupExpired({ limit: BATCH });
        result.failures.forEach(this.onFailure);
      } while (result.removed === BATCH && this.timer !== undefined);
    } catch (error) {
      this.onFailure(error);
    }
  }
}
