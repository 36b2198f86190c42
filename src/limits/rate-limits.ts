import { Injectable } from '@nestjs/common';
import { type AppConfig } from '../config/app-config.js';
import { InjectConfig } from '../config/config.module.js';
import { rateLimited } from '../telemetry/limit-metrics.js';
import { Budgets, type LimitedClass } from './budgets.js';
import { type Caller } from './caller.js';
import { type RateLimited, tooMany } from './limits.errors.js';
import { InjectRateCounters, type RateCounters, type Standing } from './rate-counters.js';

/** Kinds of calls, in the plural. */
const NAMES: Readonly<Record<LimitedClass, string>> = {
  open: 'new sessions',
  message: 'messages',
  upload: 'files',
  read: 'requests',
  write: 'requests',
};

/** What became of a call: how its budgets stand, and why it must be refused, if it must. */
interface Verdict {
  /** Empty when limits are off. */
  readonly standings: readonly Standing[];
  readonly refusal: RateLimited | undefined;
}

const UNLIMITED: Verdict = { standings: [], refusal: undefined };

/** Takes every call, over REST and sockets, from the budgets of whoever makes it. */
@Injectable()
export class RateLimits {
  private readonly budgets: Budgets;
  private readonly enabled: boolean;

  constructor(
    @InjectRateCounters() private readonly counters: RateCounters,
    @InjectConfig() { rateLimits }: AppConfig,
  ) {
    this.budgets = new Budgets(rateLimits);
    this.enabled = rateLimits.enabled;
  }

  /** Counts one call. Never rejects. */
  async count(kind: LimitedClass, caller: Caller): Promise<Verdict> {
    if (!this.enabled) return UNLIMITED;
    const standings = await this.counters.take(this.budgets.chargesFor(kind, caller));
    const refused = standings.filter(({ granted }) => !granted);
    if (refused.length === 0) return { standings, refusal: undefined };
    const own = standings[0] === refused[0] ? caller.by : 'address';
    rateLimited.inc({ class: kind, by: own });
    return { standings, refusal: tooMany(NAMES[kind], Math.max(...refused.map(({ resetMs }) => resetMs))) };
  }

  /**
   * Counts a credential that `address` shows and that may be wrong; `giveBackGuess` when it was good.
   * @throws RateLimited
   */
  async countGuess(address: string): Promise<void> {
    if (!this.enabled) return;
    const [standing] = await this.counters.take([{ policy: this.budgets.failedCredentials, caller: address }]);
    if (!standing || standing.granted) return;
    rateLimited.inc({ class: 'credential', by: 'address' });
    throw tooMany('wrong credentials from this address', standing.resetMs);
  }

  /** Takes the count of a credential back. */
  async giveBackGuess(address: string): Promise<void> {
    if (this.enabled) await this.counters.giveBack([{ policy: this.budgets.failedCredentials, caller: address }]);
  }
}
