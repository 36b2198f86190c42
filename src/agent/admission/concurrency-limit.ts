/** Fewest turns in work. */
const LEAST = 2;
/** The first guess. A machine that is busy from the start is measured with this many: it must not be far too many. */
const FIRST = 4;
/** Turns that may wait inside the work, for processor, database or connection: below `ALPHA` more are let in, above `BETA` fewer. */
const ALPHA = 1;
const BETA = 3;
/** A step of this share is taken when far more wait than should. */
const FAR_TOO_MANY = 2 * BETA;
const FAST_DECREASE = 0.75;
/** Turns of one measurement: what one of them takes says little. */
const WINDOW = 10;
/** The best time is believed less and less, so that a machine that became slower is known as such within minutes: 10 % a minute. */
const FORGETTING_PER_MS = Math.log(1.1) / 60_000;

/**
 * How many turns are worked on at once, by the time they take. TCP Vegas (Brakmo and Peterson 1995), on turns in place of packets as in
 * Netflix' concurrency-limits: with the best time `b` and the present one `t`, `limit * (1 - b / t)` of the turns in work only wait for
 * each other. The limit grows while hardly any does and shrinks while several do; a turn that has to wait for a distant database takes
 * its time alone too, so there the limit becomes high by itself.
 */
export class ConcurrencyLimit {
  private limit: number;
  private times: number[] = [];
  private wasReached = false;
  private best = Number.POSITIVE_INFINITY;
  private bestAt = 0;

  /** @param most upper bound, 1 or more */
  constructor(private readonly most: number) {
    this.limit = Math.min(FIRST, most);
  }

  /** Turns that may be in work, 1 or more. */
  get current(): number {
    return Math.floor(this.limit);
  }

  /** Notes a turn: `durationMs` in our own hands, while at most `inWork` were; `now` in ms. */
  record(durationMs: number, inWork: number, now: number): void {
    this.times.push(durationMs);
    this.wasReached ||= inWork >= this.current;
    if (this.times.length < WINDOW) return;
    const typical = Math.max(1, median(this.times));
    this.believe(typical, now);
    // A limit that nobody reached was not what made turns slow or quick.
    if (this.wasReached) this.adjust(this.limit * (1 - this.best / typical));
    this.times = [];
    this.wasReached = false;
  }

  private believe(typical: number, now: number): void {
    const forgotten = Math.exp(FORGETTING_PER_MS * Math.max(0, now - this.bestAt));
    this.best = Math.min(this.best * forgotten, typical);
    this.bestAt = now;
  }

  private adjust(waiting: number): void {
    if (waiting > FAR_TOO_MANY) this.limit *= FAST_DECREASE;
    else if (waiting > BETA) this.limit -= 1;
    else if (waiting < ALPHA) this.limit += 1;
    this.limit = Math.min(this.most, Math.max(LEAST, this.limit));
  }
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0;
}
