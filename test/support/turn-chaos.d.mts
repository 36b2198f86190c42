/** What a scenario found out. */
export class Checks {
  /** Whatever was not as it must be. */
  readonly failures: readonly string[];
  /** One line with every figure. */
  verdict(name: string, seconds: number): string;
}

/** Numbers that a seed decides. */
export class Random {
  constructor(seed: number);
  /** 0 <= x < 1 */
  next(): number;
}

/** `npm run chaos -- turns`, on a cluster of its own; what it finds goes into `checks`. */
export function runTurnsScenario(options: {
  readonly messages: number;
  readonly sessions: number;
  readonly instances: number;
  /** No message is begun after that. */
  readonly minutes: number;
  /** Settings of every instance. */
  readonly env?: Readonly<Record<string, string>>;
  readonly random: Random;
  readonly checks: Checks;
}): Promise<void>;
