import { setTimeout as sleep } from 'node:timers/promises';
import { type HealthIndicatorResult } from '@nestjs/terminus';

/** An answer is given to everybody who asks within this, in ms: the probes of a hundred load balancers are one question. */
const FRESH_MS = 1_000;
/** What does not answer within this counts as failed, in ms; the indicators' own limits are below it. */
const PATIENCE_MS = 1_800;

/**
 * One question to a dependency, asked seldom and never waited for long. One that hangs is asked once: everybody else gets
 * `hanging` until it has answered after all.
 */
export class BoundedCheck {
  private running: Promise<HealthIndicatorResult> | undefined;
  private known: { readonly result: HealthIndicatorResult; readonly at: number } | undefined;

  constructor(
    private readonly ask: () => Promise<HealthIndicatorResult>,
    private readonly hanging: HealthIndicatorResult,
    private readonly patienceMs = PATIENCE_MS,
  ) {}

  /** Resolves within the patience. Rejects with what the question rejects with: a fault of ours. */
  async result(): Promise<HealthIndicatorResult> {
    if (this.known && performance.now() - this.known.at < FRESH_MS) return this.known.result;
    this.running ??= this.run();
    const given = new AbortController();
    const patience = sleep(this.patienceMs, this.hanging, { signal: given.signal }).catch(() => this.hanging);
    return Promise.race([this.running, patience]).finally(() => {
      given.abort();
    });
  }

  private async run(): Promise<HealthIndicatorResult> {
    try {
      const result = await this.ask();
      this.known = { result, at: performance.now() };
      return result;
    } finally {
      this.running = undefined;
    }
  }
}
