/** A turn that nobody has begun with. One of the two is called, once. */
export interface WaitingTurn {
  /** When it came, in ms. */
  readonly since: number;
  readonly admit: () => void;
  readonly refuse: () => void;
}

export interface WaitingBounds {
  /** Turns that may wait. */
  readonly most: number;
  /** How long, in ms. */
  readonly patienceMs: number;
}

/** While load is shed: how long a turn may wait, in ms, and how many may. */
const SHEDDING_PATIENCE_MS = 5;
const SHEDDING_MOST = 2;
/** How long load is shed at least, in ms, and for which share of the line's room in refusals as long again. */
const SHEDDING_MS = 1000;
const MANY_REFUSED = 0.25;

/**
 * The short line before the work. In quiet times who came first is served first, and a burst waits for its turn. Once more have come than
 * may wait, arrivals outpace the work and every second of waiting is only passed on to all who come later: then the newest is served
 * first, and nobody waits longer than a blink, until so few were refused in a second that the line has room for them. After Maurer, "Fail at Scale" (ACM Queue
 * 13(8), 2015): controlled delay (Nichols and Jacobson 2012, with their 5 ms) and adaptive LIFO.
 */
export class WaitingTurns {
  /** In order of arrival. */
  private readonly turns: WaitingTurn[] = [];
  private sheddingUntil = Number.NEGATIVE_INFINITY;
  /** Since load is shed, or since that was prolonged. */
  private refused = 0;
  private timer: NodeJS.Timeout | undefined;

  /** `now`: the time in ms. */
  constructor(
    private readonly bounds: WaitingBounds,
    private readonly now: () => number,
  ) {}

  get size(): number {
    return this.turns.length;
  }

  /** Whether load is shed. */
  get isShedding(): boolean {
    return this.now() < this.sheddingUntil;
  }

  /** Whether there is no room for another one. */
  get isFull(): boolean {
    return this.turns.length >= (this.isShedding ? Math.min(SHEDDING_MOST, this.bounds.most) : this.bounds.most);
  }

  add(turn: WaitingTurn): void {
    this.turns.push(turn);
    this.watch();
  }

  /** Takes out whoever is next; undefined when nobody waits any more. */
  next(): WaitingTurn | undefined {
    this.refuseLate();
    return this.isShedding ? this.turns.pop() : this.turns.shift();
  }

  /** Takes out one who gave up. */
  remove(turn: WaitingTurn): void {
    const at = this.turns.indexOf(turn);
    if (at >= 0) this.turns.splice(at, 1);
  }

  /** Somebody was refused: load is shed from now on. */
  shed(): void {
    this.countRefused(1);
    this.refuseLate();
  }

  private refuseLate(): void {
    const patienceMs = this.isShedding ? SHEDDING_PATIENCE_MS : this.bounds.patienceMs;
    const before = this.now() - patienceMs;
    const late = this.turns.findIndex(({ since }) => since > before);
    const refused = this.turns.splice(0, late < 0 ? this.turns.length : late);
    // Shedding goes on, or begins, before anybody hears of it.
    if (refused.length > 0) this.countRefused(refused.length);
    for (const { refuse } of refused) refuse();
    this.watch();
  }

  private countRefused(count: number): void {
    const { isShedding } = this;
    this.refused = isShedding ? this.refused + count : 0;
    if (isShedding && this.refused <= this.bounds.most * MANY_REFUSED) return;
    this.sheddingUntil = this.now() + SHEDDING_MS;
    this.refused = 0;
  }

  /** Looks again when the first one's time is over: places may stay taken until then. */
  private watch(): void {
    clearTimeout(this.timer);
    const [first] = this.turns;
    if (!first) return;
    const patienceMs = this.isShedding ? SHEDDING_PATIENCE_MS : this.bounds.patienceMs;
    this.timer = setTimeout(
      () => {
        this.refuseLate();
      },
      Math.max(0, first.since + patienceMs - this.now()),
    ).unref();
  }
}
