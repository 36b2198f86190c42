import { type Clock } from '../common/clock.js';
import { isStoreAway, LeaseLost } from './session.errors.js';
import { type LeaseGrant } from './session-results.js';
import { type SessionStore } from './session-store.js';

/** A session held by one turn. */
export interface HeldSession {
  /** To be presented with every guarded write. Null: only callers of this process are kept out (`HoldOptions.whenAway`). */
  readonly grant: LeaseGrant | null;
  /** Fires with LeaseLost when the lease ends before `release`: stop working. */
  readonly signal: AbortSignal;
  /** Gives the session back; idempotent. If the store is out of reach that is tried again until the lease ends by itself. */
  release(): Promise<void>;
}

/** How a lease is kept. Times in ms. */
export interface LeaseTerms {
  readonly leaseMs: number;
  /** Longest hold, however busy the holder. */
  readonly maxHoldMs: number;
}

/** Pause between two tries to give a lease back to a store that is out of reach, in ms. */
const RELEASE_AGAIN_MS = 250;

/** A hold that keeps out callers of this process only. */
export class LocalHold implements HeldSession {
  readonly grant = null;
  readonly signal = new AbortController().signal;
  private ended = false;

  /** `onEnd` is called once, by `release`. */
  constructor(private readonly onEnd: () => void) {}

  async release(): Promise<void> {
    if (this.ended) return;
    this.ended = true;
    this.onEnd();
  }
}

/** Renews one lease every third of its length until it is released, lost, or held for too long. */
export class LeaseKeeper implements HeldSession {
  private readonly controller = new AbortController();
  private readonly since: number;
  private readonly timer: NodeJS.Timeout;
  private validUntil: number;
  private ended = false;
  private renewing = false;

  /** `onEnd` is called once, when the hold is over for whatever reason. `since` is a time surely not after the acquisition. */
  constructor(
    readonly grant: LeaseGrant,
    since: number,
    private readonly terms: LeaseTerms,
    private readonly home: {
      readonly store: SessionStore;
      readonly clock: Clock;
      readonly onEnd: () => void;
      /** The hold goes on while the store is out of reach, until the store says that it was lost. */
      readonly outlivesStore: boolean;
    },
  ) {
    this.since = since;
    this.validUntil = since + terms.leaseMs;
    this.timer = setInterval(() => void this.renew(), Math.max(1, terms.leaseMs / 3));
    this.timer.unref();
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  async release(): Promise<void> {
    if (this.ended) return;
    this.ended = true;
    clearInterval(this.timer);
    try {
      await this.home.store.release(this.grant);
    } catch (error) {
      if (!isStoreAway(error)) throw error;
      this.releaseLater();
    } finally {
      this.home.onEnd();
    }
  }

  /** Goes on trying until the lease ends by itself, so that a store that comes back is not waited for longer than need be. */
  private releaseLater(): void {
    if (this.home.clock.now() >= this.validUntil) return;
    setTimeout(() => {
      this.home.store.release(this.grant).catch((error: unknown) => {
        if (isStoreAway(error)) this.releaseLater();
      });
    }, RELEASE_AGAIN_MS).unref();
  }

  private async renew(): Promise<void> {
    const now = this.home.clock.now();
    if (now - this.since >= this.terms.maxHoldMs) {
      await this.lose('The session was held for too long.');
      return;
    }
    if (this.renewing) {
      if (!this.home.outlivesStore && now >= this.validUntil)
        await this.lose('The lease ran out while the session store did not answer.');
      return;
    }
    this.renewing = true;
    const kept = await this.extend();
    this.renewing = false;
    if (kept === true) this.validUntil = now + this.terms.leaseMs;
    else if (kept === false) await this.lose('The lease ran out or was taken over.');
    else if (!this.home.outlivesStore && this.home.clock.now() >= this.validUntil)
      await this.lose('The session store was out of reach for too long.');
  }

  /** Undefined when the store gave no answer: the lease may be good still. */
  private async extend(): Promise<boolean | undefined> {
    try {
      return await this.home.store.extend(this.grant, this.terms.leaseMs);
    } catch {
      return undefined;
    }
  }

  private async lose(reason: string): Promise<void> {
    if (this.ended) return;
    this.controller.abort(new LeaseLost(reason));
    // The lease is gone either way and the holder was told so; a failure to give it back has nobody to go to.
    await this.release().catch(() => undefined);
  }
}
