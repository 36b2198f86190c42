const MINUTE_MS = 60_000;

/** So many a minute, all of them at once if need be. */
export class TokenBucket {
  private tokens: number;

  /** @param at now, in ms, of the same clock as all later calls */
  constructor(
    private readonly perMinute: number,
    private at: number,
  ) {
    this.tokens = perMinute;
  }

  /** Takes one: 0. With none left, nothing is taken and the answer is how many ms it is until there will be one. */
  take(now: number): number {
    const earned = (Math.max(0, now - this.at) / MINUTE_MS) * this.perMinute;
    this.tokens = Math.min(this.perMinute, this.tokens + earned);
    this.at = now;
    if (this.tokens < 1) return Math.ceil(((1 - this.tokens) / this.perMinute) * MINUTE_MS);
    this.tokens -= 1;
    return 0;
  }
}
