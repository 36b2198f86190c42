import { AppError } from '../common/app-error.js';
import { type Courier } from './courier.js';
import { type ClaimedEvent, type Outbox } from './outbox.js';

/** So many events are under way at once in one instance. */
const MOST_AT_ONCE = 16;
/** Pause between two looks into the outbox that found nothing, in ms. */
const POLL_MS = 500;
/** How often it is looked whether there is an endpoint at all, in ms; also the pause while the database is away. */
const LOOK_MS = 5_000;

/** Where the relay tells what no caller is there to hear. */
export interface RelayLog {
  warn(entry: object, message: string): void;
}

/**
 * Sends what is in the outbox. Every instance has one; claims keep them apart. It looks for work twice a second while there are endpoints,
 * and again as soon as something was sent.
 */
export class Relay {
  private readonly running = new Map<Promise<void>, string>();
  private readonly cut = new AbortController();
  private isStopped = false;
  private isAway = false;
  private isWanted = false;
  private lookAgainAt = 0;
  private awake = Promise.withResolvers<unknown>();
  private loop: Promise<void> | undefined;

  constructor(
    private readonly outbox: Pick<Outbox, 'claim' | 'isWanted'>,
    private readonly courier: Pick<Courier, 'deliver'>,
    private readonly log: RelayLog,
  ) {}

  /** Begins to send, until `stop`. */
  start(): void {
    this.loop ??= this.run();
  }

  /** There may be something to send, or an endpoint that was not there before. */
  wake(): void {
    this.lookAgainAt = 0;
    this.awake.resolve(undefined);
  }

  /** Takes nothing more, waits for what is under way, `graceMs` at most, and gives back what is left. */
  async stop(graceMs: number): Promise<void> {
    this.isStopped = true;
    this.awake.resolve(undefined);
    const timer = setTimeout(() => {
      this.cut.abort(new Error('the process is stopping'));
    }, graceMs);
    await this.loop;
    await Promise.all(this.running.keys());
    clearTimeout(timer);
  }

  private async run(): Promise<void> {
    while (!this.isStopped) {
      this.awake = Promise.withResolvers();
      const pauseMs = await this.step();
      if (pauseMs > 0) await this.pause(pauseMs);
    }
  }

  /** Returns how long to wait before the next step, in ms. */
  private async step(): Promise<number> {
    try {
      if (!(await this.hasEndpoints())) return LOOK_MS;
      const free = MOST_AT_ONCE - this.running.size;
      const claimed = free > 0 ? await this.outbox.claim(free, [...this.running.values()]) : [];
      this.isAway = false;
      for (const event of claimed) this.begin(event);
      return claimed.length > 0 ? 0 : POLL_MS;
    } catch (error) {
      const code = error instanceof AppError ? error.code : 'internal';
      if (!this.isAway) this.log.warn({ event: 'webhook_relay_failed', code }, 'Webhooks wait for the database.');
      this.isAway = true;
      return LOOK_MS;
    }
  }

  private async hasEndpoints(): Promise<boolean> {
    if (performance.now() < this.lookAgainAt) return this.isWanted;
    this.lookAgainAt = performance.now() + LOOK_MS;
    return (this.isWanted = await this.outbox.isWanted());
  }

  private begin(event: ClaimedEvent): void {
    const delivery = this.courier.deliver(event, this.cut.signal).finally(() => {
      this.running.delete(delivery);
      this.awake.resolve(undefined);
    });
    this.running.set(delivery, event.endpointId);
  }

  private async pause(ms: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const over = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, ms);
    });
    await Promise.race([over, this.awake.promise]);
    clearTimeout(timer);
  }
}
