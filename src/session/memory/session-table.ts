import { LRUCache } from 'lru-cache';
import { StoreFull } from '../session.errors.js';
import { type Missing } from '../session-results.js';
import { isLeased } from './session-lease-state.js';
import { type SessionRecord } from './session-record.js';
import { SortedIndex } from './sorted-index.js';
import { Tombstones } from './tombstones.js';

/** Events since the store was opened. */
export interface TableCounts {
  creates: number;
  deletes: number;
  hits: number;
  misses: number;
  evictions: number;
  expirations: number;
}

/**
 * The records with their order of use, their two indexes (by expiry for counting and cleaning, by creation for paging) and the
 * tombstones, kept consistent. Knows nothing of what is inside a session but its times and whether it is leased.
 */
export class SessionTable {
  readonly counts: TableCounts = { creates: 0, deletes: 0, hits: 0, misses: 0, evictions: 0, expirations: 0 };
  readonly tombstones = new Tombstones();
  readonly byExpiry = new SortedIndex();
  readonly byCreation = new SortedIndex();
  private readonly records: LRUCache<string, SessionRecord>;

  constructor(readonly maxSessions: number) {
    this.records = new LRUCache({ max: maxSessions });
  }

  /** The record if it is alive, as its latest use. */
  find(id: string, now: number): SessionRecord | Missing {
    const record = this.records.get(id);
    if (record === undefined) return { status: 'not_found', deleted: this.tombstones.find(id, now) !== undefined };
    return record.expiresAt > now ? record : { status: 'expired' };
  }

  /** The record alive or expired; no use of it. */
  peek(id: string): SessionRecord | undefined {
    return this.records.peek(id);
  }

  /**
   * Adds a record under an id that is free.
   * @throws StoreFull when every other session is leased
   */
  insert(record: SessionRecord, now: number): void {
    if (this.records.size >= this.maxSessions) this.evict(now);
    this.records.set(record.sessionId, record);
    this.byExpiry.add({ score: record.expiresAt, id: record.sessionId });
    this.byCreation.add({ score: record.createdAt, id: record.sessionId });
    this.counts.creates += 1;
  }

  remove(record: SessionRecord): void {
    this.records.delete(record.sessionId);
    this.byExpiry.remove({ score: record.expiresAt, id: record.sessionId });
    this.byCreation.remove({ score: record.createdAt, id: record.sessionId });
  }

  /** Follows a change of `expiresAt`. */
  expiryMoved(record: SessionRecord, before: number): void {
    if (record.expiresAt === before) return;
    this.byExpiry.remove({ score: before, id: record.sessionId });
    this.byExpiry.add({ score: record.expiresAt, id: record.sessionId });
  }

  clear(): void {
    this.records.clear();
    this.byExpiry.clear();
    this.byCreation.clear();
    this.tombstones.clear();
  }

  /** Drops the session unused for longest. One whose lease is held stays: its turn is running. */
  private evict(now: number): void {
    for (const record of this.records.rvalues()) {
      if (record === undefined || isLeased(record, now)) continue;
      this.remove(record);
      this.counts.evictions += 1;
      return;
    }
    throw new StoreFull('Every session of the store is in use; raise SESSION_MAX_SESSIONS.', { retryAfterSeconds: 1 });
  }
}
