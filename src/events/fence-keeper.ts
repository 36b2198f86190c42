import { type EventLog } from './event-log.js';

/** Pause between two tries, in ms. */
const AGAIN_AFTER_MS = 250;

/** Fences that were to be raised while the log was away: raised as soon as it is back, for the turns of other instances. */
export class FenceKeeper {
  private readonly waiting = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly log: Pick<EventLog, 'append'>) {}

  /** Raises the session's fence to `epoch` when the log can be reached; never throws. */
  raiseLater(sessionId: string, epoch: number): void {
    this.waiting.set(sessionId, Math.max(epoch, this.waiting.get(sessionId) ?? 0));
    this.wait();
  }

  private wait(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      void this.raise().catch(() => {
        this.wait();
      });
    }, AGAIN_AFTER_MS).unref();
  }

  private async raise(): Promise<void> {
    for (const [sessionId, epoch] of [...this.waiting]) {
      await this.log.append({ sessionId, events: [], floor: 0, epoch });
      if (this.waiting.get(sessionId) === epoch) this.waiting.delete(sessionId);
    }
    if (this.waiting.size > 0) this.wait();
  }
}
