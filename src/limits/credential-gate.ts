import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { KEY_REFUSED } from '../auth/access.guard.js';
import { digestOf } from '../auth/key-secret.js';
import { AppError } from '../common/app-error.js';
import { Unauthenticated } from '../session/session.errors.js';
import { callerAddress } from './caller-address.js';
import { RateLimits } from './rate-limits.js';

/** Keys in use that one instance remembers; one that is forgotten counts for a moment as one that may be wrong. */
const GOOD_KEYS = 1000;
/** Wrong credentials that one instance remembers, and for how long in ms. */
const BAD_CREDENTIALS = 10_000;
const BAD_FOR_MS = 60_000;

/** What came of a key; `unknown`: nothing was found out about it; `unheard`: who showed it did not wait for the answer. */
export type KeyVerdict = 'good' | 'bad' | 'unknown' | 'unheard';

/** One use of a key. The first `end` counts. */
export interface KeyTrial {
  end(verdict: KeyVerdict): void;
}

/**
 * Stops the guessing of credentials. An address may show so many different wrong ones in a period; then it is refused before its keys
 * are looked up. Who shows a key that was good here before, or a genuine token, is let through: a neighbour can't lock anybody out.
 * The same wrong one again is no guess: it costs nothing, and a wrong key is not looked up again for a minute. No key that is wrong
 * becomes right: keys are random.
 */
@Injectable()
export class CredentialGate {
  private readonly good = new LRUCache<string, true>({ max: GOOD_KEYS });
  private readonly bad = new LRUCache<string, true>({ max: BAD_CREDENTIALS, ttl: BAD_FOR_MS });
  /** Keys that are looked up for the first time; their other callers wait for what comes of it. */
  private readonly beingTried = new Map<string, Promise<undefined>>();

  constructor(private readonly limits: RateLimits) {}

  /** Call it before a key is looked up, and `end` of the trial in any case. @throws RateLimited, Unauthenticated for a known wrong key */
  async tryKey(address: string, key: string): Promise<KeyTrial> {
    const digest = digestOf(key);
    await this.beingTried.get(digest);
    if (this.bad.has(digest)) throw new Unauthenticated(KEY_REFUSED);
    const place = callerAddress(address);
    return this.good.get(digest) ? this.trialOfGoodKey(digest, place) : this.trialOfNewKey(digest, place);
  }

  /** Runs `check`, which looks the key up, behind `tryKey`. @throws RateLimited and what `check` does */
  async guardKey<T>(address: string, key: string, check: () => Promise<T>): Promise<T> {
    const trial = await this.tryKey(address, key);
    try {
      const result = await check();
      trial.end('good');
      return result;
    } catch (error) {
      trial.end(verdictOf(error));
      throw error;
    }
  }

  /** Runs `check`, which proves a token; a forged one is counted. @throws RateLimited and what `check` does */
  async guardToken<T>(address: string, token: string, check: () => Promise<T>): Promise<T> {
    try {
      return await check();
    } catch (error) {
      // One that has run out of time or was revoked is genuine.
      if (error instanceof Unauthenticated) await this.countForged(callerAddress(address), digestOf(token));
      throw error;
    }
  }

  private async countForged(address: string, digest: string): Promise<void> {
    if (this.bad.get(digest)) return;
    await this.limits.countGuess(address);
    this.bad.set(digest, true);
  }

  /** It may have been revoked meanwhile. */
  private trialOfGoodKey(digest: string, address: string): KeyTrial {
    return {
      end: (verdict) => {
        if (verdict !== 'bad' || !this.good.delete(digest)) return;
        this.bad.set(digest, true);
        this.limits.countGuess(address).catch(() => undefined);
      },
    };
  }

  /** Counted in advance: of many guesses at the same moment, no more are looked up than may be. */
  private async trialOfNewKey(digest: string, address: string): Promise<KeyTrial> {
    const tried = Promise.withResolvers<undefined>();
    this.beingTried.set(digest, tried.promise);
    const finish = (): void => {
      if (this.beingTried.get(digest) === tried.promise) this.beingTried.delete(digest);
      tried.resolve(undefined);
    };
    try {
      await this.limits.countGuess(address);
    } catch (error) {
      finish();
      throw error;
    }
    let ended = false;
    return {
      end: (verdict) => {
        if (ended) return;
        ended = true;
        if (verdict === 'good') this.good.set(digest, true);
        if (verdict === 'bad') this.bad.set(digest, true);
        // One that nobody waits for has been looked up perhaps: it stays counted.
        if (verdict === 'good' || verdict === 'unknown') void this.limits.giveBackGuess(address);
        finish();
      },
    };
  }
}

/** A refusal of another kind comes after the key was found good. */
function verdictOf(error: unknown): KeyVerdict {
  if (!(error instanceof AppError)) return 'unknown';
  if (error.kind === 'forbidden') return 'good';
  return error.kind === 'unauthenticated' ? 'bad' : 'unknown';
}
