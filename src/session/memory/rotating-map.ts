/**
 * A map that forgets by itself: entries are kept for at least one period and at most two, in two generations that rotate. Forgetting
 * drops a whole generation, so it costs nothing per entry. Time must be given with each call and may stand still.
 */
export class RotatingMap<V> {
  private generation = -1;
  private current = new Map<string, V>();
  private previous = new Map<string, V>();

  constructor(private readonly periodMs: number) {}

  get(key: string, now: number): V | undefined {
    this.rotate(now);
    return this.current.get(key) ?? this.previous.get(key);
  }

  set(key: string, value: V, now: number): void {
    this.rotate(now);
    this.current.set(key, value);
  }

  /** Entries of the running period. */
  currentSize(now: number): number {
    this.rotate(now);
    return this.current.size;
  }

  clear(): void {
    this.current.clear();
    this.previous.clear();
  }

  private rotate(now: number): void {
    const generation = Math.floor(now / this.periodMs);
    if (generation <= this.generation) return;
    this.previous = generation === this.generation + 1 ? this.current : new Map<string, V>();
    this.current = new Map<string, V>();
    this.generation = generation;
  }
}
