import { isStoreAway } from './session.errors.js';
import { type SessionStore } from './session-store.js';

/** How often the store is asked for a sign of life, in ms. */
const PERIOD_MS = 1000;

export interface StoreWatcher {
  /** Called once when the store went away, with why. */
  readonly onAway: (error: unknown) => void;
  /** Called once when the store answers again, `awayMs` after it was found away. */
  readonly onReturn: (awayMs: number) => void;
}

/** Notices that a session store, whichever it is, goes away and comes back. Decides nothing: every call finds out for itself. */
export class SessionStoreWatch {
  private awaySince: number | undefined;
  private timer: NodeJS.Timeout | undefined;
  private asking: Promise<void> | undefined;

  constructor(
    private readonly store: Pick<SessionStore, 'ping'>,
    private readonly watcher: StoreWatcher,
    private readonly periodMs: number = PERIOD_MS,
  ) {}

  /** Asks now and then periodically; resolves when the first answer, or its lack, is known. Never keeps the process alive. */
  async start(): Promise<void> {
    this.timer ??= setInterval(() => void this.ask(), this.periodMs).unref();
    await this.ask();
  }

  /** Ends the watch and waits for a question that is on its way. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    this.timer = undefined;
    await this.asking;
  }

  private ask(): Promise<void> {
    return (this.asking ??= this.ping().finally(() => (this.asking = undefined)));
  }

  private async ping(): Promise<void> {
    try {
      await this.store.ping();
      if (this.awaySince !== undefined) this.watcher.onReturn(Math.round(performance.now() - this.awaySince));
      this.awaySince = undefined;
    } catch (error) {
      if (!isStoreAway(error)) throw error;
      if (this.timer === undefined || this.awaySince !== undefined) return;
      this.awaySince = performance.now();
      this.watcher.onAway(error);
    }
  }
}
