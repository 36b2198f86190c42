import { EventOrder } from './event-order.js';
import { type SessionEvent, type Synced } from './protocol.js';
import { retryDelay } from './retry-delay.js';

/** What a stream needs of its client. */
export interface StreamHooks {
  /** In order, each once. */
  readonly tell: (event: SessionEvent) => void;
  readonly reset: (lastSeq: number) => void;
  /** Asks the desk for what follows; rejects when it can't be reached. `onAnswer` comes before whatever the desk sent after it. */
  readonly sync: (afterSeq: number, onAnswer: (synced: Synced) => void) => Promise<Synced>;
  /** Whether asking makes sense: false while offline, the next connection resumes anyway. */
  readonly reachable: () => boolean;
}

/** The numbered events of one session, told in order and each once; asks for those that were missed. */
export class SessionStream {
  private readonly order: EventOrder;
  private syncing = false;

  /** @param lastSeq number of the last event that the application has seen; null: whatever comes first */
  constructor(
    lastSeq: number | null,
    private readonly hooks: StreamHooks,
  ) {
    this.order = new EventOrder(lastSeq);
  }

  get lastSeq(): number | null {
    return this.order.lastSeq;
  }

  /** Takes in what the desk sent. */
  take(event: SessionEvent): void {
    const place = this.order.take(event);
    if (place === 'new') this.hooks.tell(event);
    // Events behind a gap are dropped: the answer to the question repeats them.
    else if (place === 'gap' && !this.syncing) void this.fill();
  }

  /** The desk says that what follows is too much to be told. */
  reset(lastSeq: number): void {
    if (this.order.lastSeq === lastSeq) return;
    this.order.moveTo(lastSeq);
    this.hooks.reset(lastSeq);
  }

  /** A number the desk named as the last, before any event came. */
  startAt(lastSeq: number): void {
    if (this.order.lastSeq === null) this.order.moveTo(lastSeq);
  }

  /** Asks for what follows the last event. @throws what `hooks.sync` throws */
  sync(): Promise<Synced> {
    return this.hooks.sync(this.order.lastSeq ?? 0, ({ reset, lastSeq }) => {
      // The missed events came before this answer. If they did not, nobody has them any more.
      if (reset || (this.order.lastSeq ?? 0) < lastSeq) this.reset(lastSeq);
    });
  }

  private async fill(): Promise<void> {
    this.syncing = true;
    for (let attempt = 1, missing = true; missing && this.hooks.reachable(); attempt += 1) {
      missing = await this.sync().then(
        () => false,
        () => true,
      );
      if (missing) await new Promise((resolve) => setTimeout(resolve, retryDelay(attempt, Math.random())));
    }
    this.syncing = false;
  }
}
