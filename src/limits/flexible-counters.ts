import { type RateLimiterAbstract, RateLimiterRes } from 'rate-limiter-flexible';
import { type Charge, type Policy, type RateCounters, type Standing } from './rate-counters.js';

/** Where the limiters of rate-limiter-flexible count. */
interface LimiterBackend {
  /** Makes the limiter of one policy. */
  limiter(policy: Policy): RateLimiterAbstract;
  open(): Promise<void>;
  close(): void;
}

/**
 * Counters by rate-limiter-flexible, one limiter a policy. Several budgets are asked at once, which is one round trip on a pipelined
 * connection. For that moment a refused call is counted by its other budgets too, so one of those that is all but used up may refuse a
 * neighbour's call a moment too early.
 */
export class FlexibleCounters implements RateCounters {
  private readonly limiters = new Map<string, RateLimiterAbstract>();

  constructor(private readonly backend: LimiterBackend) {}

  open(): Promise<void> {
    return this.backend.open();
  }

  close(): void {
    this.backend.close();
  }

  /** Rejects with whatever the backend does when it can't be asked. */
  async take(charges: readonly Charge[]): Promise<readonly Standing[]> {
    const standings = await Promise.all(charges.map((charge) => this.consume(charge)));
    const granted = standings.filter((standing) => standing.granted);
    if (granted.length < standings.length) await this.giveBack(granted);
    return standings;
  }

  async giveBack(charges: readonly Charge[]): Promise<void> {
    await Promise.all(charges.map(({ policy, caller }) => this.limiterOf(policy).reward(caller)));
  }

  private async consume(charge: Charge): Promise<Standing> {
    try {
      return standingOf(charge, await this.limiterOf(charge.policy).consume(charge.caller), true);
    } catch (refusal) {
      // The library's way to say that nothing is left; everything else is a failure.
      if (refusal instanceof RateLimiterRes) return standingOf(charge, refusal, false);
      throw refusal;
    }
  }

  private limiterOf(policy: Policy): RateLimiterAbstract {
    const known = this.limiters.get(policy.name);
    if (known) return known;
    const limiter = this.backend.limiter(policy);
    this.limiters.set(policy.name, limiter);
    return limiter;
  }
}

function standingOf(charge: Charge, { remainingPoints, msBeforeNext }: RateLimiterRes, granted: boolean): Standing {
  return { ...charge, granted, remaining: remainingPoints, resetMs: Math.max(0, msBeforeNext) };
}
