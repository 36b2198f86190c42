import { setTimeout as sleep } from 'node:timers/promises';
import { mastersOf, type RedisClient } from '../../redis/redis-client.js';
import { StoreMisconfigured, StoreUnavailable } from '../session.errors.js';
import { errorOfReply, isReply } from './reply-error.js';
import { ServerClock } from './server-clock.js';

/** How long `open` waits for a first connection, in ms. After that the server counts as out of reach. */
const OPEN_WITHIN_MS = 3000;
/** Pause before a server that is connected and could not be checked is checked again, in ms. */
const CHECK_AGAIN_MS = 500;
/** A connection that was up this recently is waited for; after that callers are told at once. In ms. */
const BLIP_MS = 1000;

/** The store's connection: usable once the server was checked, each time anew after it was lost. */
export class RedisLink {
  readonly clock = new ServerClock();
  private usable = false;
  private closed = false;
  private lostAt = -Infinity;
  private refusal: StoreMisconfigured | undefined;
  /** Grows with each lost connection: the check of one that is gone may hang until its timeout, and decides nothing. */
  private connection = 0;
  private readonly firstCheck = Promise.withResolvers<undefined>();
  private waiting = Promise.withResolvers<undefined>();
  /** Called when the connection is lost, with everything that was on its way. */
  onLost: () => void = () => undefined;

  /** `check` throws StoreMisconfigured when the server must not be used. */
  constructor(
    private readonly client: RedisClient,
    private readonly check: (client: RedisClient) => Promise<void>,
  ) {
    client.on('ready', () => {
      this.beginCheck();
    });
    client.on('close', () => {
      this.lose();
    });
    client.on('error', (error: Error & { readonly lastNodeError?: Error }) => {
      this.notice(error.lastNodeError ?? error);
    });
  }

  /** Whether commands can be sent now. */
  get isUsable(): boolean {
    return this.usable;
  }

  /** Connects. Resolves also when the server is out of reach. @throws StoreMisconfigured */
  async open(): Promise<void> {
    const connected = this.client.connect().then(
      () => this.firstCheck.promise,
      () => undefined,
    );
    await Promise.race([connected, sleep(OPEN_WITHIN_MS, undefined, { ref: false })]);
    if (this.refusal) throw this.refusal;
  }

  /**
   * Resolves when commands can be sent: mostly at once, after a blip within `ms`.
   * @throws StoreUnavailable, StoreMisconfigured
   */
  async whenUsable(ms: number): Promise<void> {
    if (this.usable) return;
    if (!this.closed && ms > 0 && performance.now() - this.lostAt < BLIP_MS) {
      const timer = new AbortController();
      const { signal } = timer;
      await Promise.race([this.waiting.promise, sleep(ms, undefined, { signal }).catch(() => undefined)]);
      timer.abort();
    }
    this.assertUsable();
  }

  /** @throws StoreUnavailable, StoreMisconfigured */
  assertUsable(): void {
    if (this.usable) return;
    if (this.refusal) throw this.refusal;
    throw new StoreUnavailable('The session store is out of reach.', { retryAfterSeconds: 1 });
  }

  /** Gives up connections that don't answer, so that new ones are made at once instead of when the system notices. */
  drop(): void {
    for (const { stream } of mastersOf(this.client)) stream.destroy();
    if (this.client.isCluster) this.lose();
  }

  close(): void {
    this.closed = true;
    this.lose();
    this.client.disconnect();
  }

  private beginCheck(): void {
    void this.verify(this.connection).finally(() => {
      this.firstCheck.resolve(undefined);
    });
  }

  private async verify(connection: number): Promise<void> {
    try {
      await this.check(this.client);
      await this.clock.synchronise(this.client);
      if (connection !== this.connection) return;
      this.refusal = undefined;
      this.usable = this.client.status === 'ready' && !this.closed;
      if (this.usable) this.waiting.resolve(undefined);
    } catch (error) {
      if (connection !== this.connection) return;
      this.notice(error);
      if (this.closed) return;
      // What can be put right at the server is looked at again; a connection that was lost comes back by itself.
      setTimeout(() => {
        if (this.client.status === 'ready' && !this.usable) this.beginCheck();
      }, CHECK_AGAIN_MS).unref();
    }
  }

  /** Keeps what only an operator can put right, to tell it to every caller. */
  private notice(error: unknown): void {
    if (error instanceof StoreMisconfigured) this.refusal = error;
    const known = isReply(error) ? errorOfReply(error) : undefined;
    if (known instanceof StoreMisconfigured) this.refusal = known;
  }

  private lose(): void {
    this.connection += 1;
    if (this.usable) {
      this.usable = false;
      this.lostAt = performance.now();
      this.waiting = Promise.withResolvers<undefined>();
    }
    this.onLost();
  }
}
