import { type Limiter } from './limiter.js';

/** Pause before those are read again for whom the log or the record was away, in ms. */
const AWAY_PAUSE_MS = 500;
/** How many are read again at a time. */
const AT_ONCE = 8;

/** Reads again what it may have missed. */
export interface Rereader {
  /** False: it could not, now. Never throws. */
  reread(): Promise<boolean>;
}

/** Those who may have missed something, read again a few at a time; while the log is away, later. */
export class RereadQueue {
  private readonly waiting = new Set<Rereader>();
  private running = 0;
  private pause: NodeJS.Timeout | undefined;

  constructor(private readonly limiter: Limiter) {}

  /** Puts one in line, once. */
  add(rereader: Rereader): void {
    this.waiting.add(rereader);
    this.pump();
  }

  remove(rereader: Rereader): void {
    this.waiting.delete(rereader);
  }

  private pump(): void {
    for (const rereader of this.waiting) {
      if (this.pause || this.running >= AT_ONCE) return;
      this.waiting.delete(rereader);
      this.running += 1;
      void this.limiter
        .run(() => rereader.reread())
        .then((done) => {
          this.running -= 1;
          if (!done) this.waitFor(rereader);
          this.pump();
        });
    }
  }

  private waitFor(rereader: Rereader): void {
    this.waiting.add(rereader);
    this.pause ??= setTimeout(() => {
      this.pause = undefined;
      this.pump();
    }, AWAY_PAUSE_MS).unref();
  }
}
