import { TOMBSTONE_MS } from '../session-limits.js';
import { RotatingMap } from './rotating-map.js';

interface Tombstone {
  readonly opId: string | undefined;
  readonly until: number;
}

/** Deleted session ids, each for TOMBSTONE_MS since its last deletion. */
export class Tombstones {
  private readonly stones = new RotatingMap<Tombstone>(TOMBSTONE_MS);

  /** Remembers the deletion; an id that was deleted before keeps the op-id of the first deletion. */
  add(id: string, opId: string | undefined, now: number): void {
    const first = this.find(id, now);
    this.stones.set(id, { opId: first ? first.opId : opId, until: now + TOMBSTONE_MS }, now);
  }

  find(id: string, now: number): Tombstone | undefined {
    const stone = this.stones.get(id, now);
    return stone && stone.until > now ? stone : undefined;
  }

  clear(): void {
    this.stones.clear();
  }
}
