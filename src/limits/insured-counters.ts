import { Logger } from '@nestjs/common';
import { rateLimitUnavailable } from '../telemetry/limit-metrics.js';
import { type Charge, type RateCounters, type Standing } from './rate-counters.js';

/** Longest wait for the shared counters, in ms: some hundred times what they usually take. */
const PATIENCE_MS = 200;
/** It is waited in so many parts: a moment in which this process does nothing else counts as one of them, however long it is. */
const PARTS = 4;
/** After a failure they are left alone for so long, in ms; then one call tries them. */
const PAUSE_MS = 1000;

/** Counters that all instances share, and this process's own for as long as those are away. There is always a limit, and never a queue. */
export class InsuredCounters implements RateCounters {
  private readonly logger = new Logger('RateLimits');
  private away = false;
  /** When the shared ones may be tried again, in ms of `performance.now`. */
  private tryAt = 0;

  constructor(
    private readonly shared: RateCounters,
    private readonly own: RateCounters,
  ) {}

  async open(): Promise<void> {
    await Promise.all([this.shared.open(), this.own.open()]);
  }

  close(): void {
    this.shared.close();
    this.own.close();
  }

  take(charges: readonly Charge[]): Promise<readonly Standing[]> {
    return this.ask((counters) => counters.take(charges));
  }

  giveBack(charges: readonly Charge[]): Promise<void> {
    return this.ask((counters) => counters.giveBack(charges));
  }

  private async ask<T>(question: (counters: RateCounters) => Promise<T>): Promise<T> {
    if (this.mayTry()) {
      const wasAway = this.away;
      try {
        const answer = await inTime(question(this.shared));
        // What was asked before they went away says nothing of their return.
        if (wasAway) this.noteReturn();
        return answer;
      } catch (error) {
        this.noteFailure(error);
      }
    }
    rateLimitUnavailable.inc();
    return question(this.own);
  }

  /** While they are away, one call in each pause tries. */
  private mayTry(): boolean {
    if (!this.away) return true;
    const now = performance.now();
    if (now < this.tryAt) return false;
    this.tryAt = now + PAUSE_MS;
    return true;
  }

  private noteFailure(error: unknown): void {
    this.tryAt = performance.now() + PAUSE_MS;
    if (this.away) return;
    this.away = true;
    const reason = error instanceof Error ? error.message : String(error);
    this.logger.warn(
      { event: 'rate_limits_not_shared', reason },
      'This instance counts by itself until Redis is back.',
    );
  }

  private noteReturn(): void {
    if (!this.away) return;
    this.away = false;
    this.logger.log({ event: 'rate_limits_shared' });
  }
}

/** What comes too late is dropped, also its failure. */
async function inTime<T>(answer: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  let waited = 0;
  const timer = setInterval(() => {
    waited += 1;
    if (waited < PARTS) return;
    // What has come meanwhile is read first.
    setImmediate(() => {
      late.reject(new Error(`There was no answer within ${PATIENCE_MS} ms.`));
    });
  }, PATIENCE_MS / PARTS);
  try {
    return await Promise.race([answer, late.promise]);
  } finally {
    clearInterval(timer);
  }
}
