import { Inject } from '@nestjs/common';

/** So many calls in each window, which begins with a caller's first call and is whole again at its end. */
export interface Policy {
  /** Lower-case words: in headers, in keys, once in the process. */
  readonly name: string;
  /** At least 1. */
  readonly quota: number;
  /** Whole seconds, in ms. */
  readonly windowMs: number;
}

/** One call that is taken from the budget that `policy` gives `caller`. */
export interface Charge {
  readonly policy: Policy;
  /** Up to some 100 characters, of one kind for one policy: a session, a key's id, an address. */
  readonly caller: string;
}

/** A budget after a call. */
export interface Standing extends Charge {
  /** False: there was nothing left for this call. */
  readonly granted: boolean;
  /** Calls that are left. */
  readonly remaining: number;
  /** When the budget is whole again, in ms from now. */
  readonly resetMs: number;
}

/** Injection token of the bound adapter. */
export const RATE_COUNTERS = Symbol('RateCounters');

/** Injects the counters. */
export const InjectRateCounters = (): ParameterDecorator => Inject(RATE_COUNTERS);

/** Counts calls. Of calls at the same moment, on whatever instance, exactly as many are granted as there are left. */
export interface RateCounters {
  /** Gets ready; resolves also when what is shared is out of reach. */
  open(): Promise<void>;

  /**
   * Takes one call from every budget, and says of each, in the same order, how it stands. When one has nothing left, the others get
   * theirs back. Never rejects and never waits for longer than a moment.
   */
  take(charges: readonly Charge[]): Promise<readonly Standing[]>;

  /** Gives one call back to every budget. */
  giveBack(charges: readonly Charge[]): Promise<void>;

  close(): void;
}
