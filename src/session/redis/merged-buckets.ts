import { type BucketKeys } from './session-keys.js';

interface Source<T> {
  readonly bucket: BucketKeys;
  readonly items: T[];
  /** The last item that was fetched. */
  last: T | undefined;
  exhausted: boolean;
}

/** The items of all buckets, each sorted, as one sorted sequence: a merge that fetches small chunks where it needs them. */
export class MergedBuckets<T> {
  private readonly sources: readonly Source<T>[];
  private started = false;

  /** @param fetch the next `chunk` items of a bucket after `last`; fewer: there are no more */
  constructor(
    buckets: readonly BucketKeys[],
    private readonly chunk: number,
    private readonly fetch: (bucket: BucketKeys, last: T | undefined) => Promise<readonly T[]>,
    private readonly isBefore: (a: T, b: T) => boolean,
  ) {
    this.sources = buckets.map((bucket) => ({ bucket, items: [], last: undefined, exhausted: false }));
  }

  /** The next `count` items, or as many as are left. */
  async take(count: number): Promise<T[]> {
    if (!this.started) await Promise.all(this.sources.map((source) => this.refill(source)));
    this.started = true;
    const taken: T[] = [];
    while (taken.length < count) {
      const source = this.first();
      const item = source?.items.shift();
      if (!source || item === undefined) break;
      taken.push(item);
      // The merge may go on only while every bucket shows its next item.
      if (source.items.length === 0) await this.refill(source);
    }
    return taken;
  }

  private first(): Source<T> | undefined {
    let first: Source<T> | undefined;
    for (const source of this.sources) {
      const [item] = source.items;
      const [least] = first?.items ?? [];
      if (item !== undefined && (least === undefined || this.isBefore(item, least))) first = source;
    }
    return first;
  }

  private async refill(source: Source<T>): Promise<void> {
    if (source.exhausted) return;
    const items = await this.fetch(source.bucket, source.last);
    source.items.push(...items);
    source.last = items.at(-1) ?? source.last;
    source.exhausted = items.length < this.chunk;
  }
}
