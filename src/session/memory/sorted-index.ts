/** One entry: ordered by score (an integer), equal scores by id. */
export interface IndexKey {
  readonly score: number;
  readonly id: string;
}

/** Entries of one chunk at most; small enough that an insertion moves a few kB. */
const CHUNK = 512;

/**
 * A sorted set of (score, id), the memory store's counterpart of a Redis ZSET: a list of sorted chunks, both levels found by binary
 * search. Adding and removing cost O(log n) steps plus moving one chunk, counting O(n / CHUNK).
 */
export class SortedIndex {
  private readonly chunks: IndexKey[][] = [];

  add(key: IndexKey): void {
    const at = Math.min(this.chunkOf(key), this.chunks.length - 1);
    const chunk = this.chunks[at];
    if (!chunk) {
      this.chunks.push([key]);
      return;
    }
    chunk.splice(positionIn(chunk, key), 0, key);
    if (chunk.length > CHUNK) this.chunks.splice(at + 1, 0, chunk.splice(CHUNK / 2));
  }

  remove(key: IndexKey): void {
    const at = this.chunkOf(key);
    const chunk = this.chunks[at];
    if (!chunk) return;
    const position = positionIn(chunk, key);
    const found = chunk[position];
    if (!found || compare(found, key) !== 0) return;
    chunk.splice(position, 1);
    if (chunk.length === 0) this.chunks.splice(at, 1);
  }

  /** How many entries have a score above `score`. */
  countAbove(score: number): number {
    const first = { score: score + 1, id: '' };
    let at = this.chunkOf(first);
    const chunk = this.chunks[at];
    if (!chunk) return 0;
    let count = chunk.length - positionIn(chunk, first);
    for (at += 1; at < this.chunks.length; at += 1) count += this.chunks[at]?.length ?? 0;
    return count;
  }

  /** Entries in order, those after `key` only when it is given. Take what you need before the index changes. */
  *after(key: IndexKey | null): Generator<IndexKey> {
    let at = key ? this.chunkOf(key) : 0;
    const chunk = this.chunks[at];
    let position = key && chunk ? positionIn(chunk, key) : 0;
    const start = chunk?.[position];
    if (key && start && compare(start, key) === 0) position += 1;
    for (; at < this.chunks.length; at += 1, position = 0) {
      yield* this.chunks[at]?.slice(position) ?? [];
    }
  }

  clear(): void {
    this.chunks.length = 0;
  }

  /** The first chunk whose last entry isn't below `key`; one past the end when there is none. */
  private chunkOf(key: IndexKey): number {
    let low = 0;
    let high = this.chunks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const last = this.chunks[middle]?.at(-1);
      if (last && compare(last, key) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function positionIn(chunk: readonly IndexKey[], key: IndexKey): number {
  let low = 0;
  let high = chunk.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const entry = chunk[middle];
    if (entry && compare(entry, key) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function compare(a: IndexKey, b: IndexKey): number {
  if (a.score !== b.score) return a.score - b.score;
  if (a.id === b.id) return 0;
  return a.id < b.id ? -1 : 1;
}
