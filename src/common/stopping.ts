import { setTimeout as sleep } from 'node:timers/promises';

/** Work that is let go elsewhere while the process still serves: sockets, streams. Never rejects. */
export type Departure = () => Promise<void>;

/**
 * The end of the process, as its rooms see it: whether it has begun, who must leave, and how much time is left for all of them
 * together. One object a process. Times are of the machine's steady clock.
 */
export class Stopping {
  private readonly departures: Departure[] = [];
  private graceEndsAt: number | undefined;

  /** `graceMs`: how long what runs may take to finish. */
  constructor(private readonly graceMs: number) {}

  /** From the first moment on. */
  get hasBegun(): boolean {
    return this.graceEndsAt !== undefined;
  }

  /** Begins the end, with `delayMs` before the grace; a second call changes nothing. */
  begin(delayMs = 0): void {
    this.graceEndsAt ??= performance.now() + delayMs + this.graceMs;
  }

  /** What is left until the grace is over, in ms, 0 at least. Who asks before the end has begun is closing: then it begins. */
  leftMs(): number {
    this.begin();
    return Math.max(0, (this.graceEndsAt ?? 0) - performance.now());
  }

  /** `departure` is called once, when no new connection is taken any more. */
  onDeparture(departure: Departure): void {
    this.departures.push(departure);
  }

  /** Lets everybody leave; resolves when they have left, or when the grace is over. */
  async depart(): Promise<void> {
    await this.within(Promise.all(this.departures.map((departure) => departure())));
  }

  /** Resolves when `work` is done, or when the grace is over. Rejects only with what `work` rejects with before. */
  async within(work: Promise<unknown>): Promise<void> {
    const over = new AbortController();
    const left = sleep(this.leftMs(), undefined, { signal: over.signal });
    await Promise.race([work, left.catch(() => undefined)]).finally(() => {
      over.abort();
    });
  }
}
