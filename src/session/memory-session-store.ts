import { type Clock } from '../common/clock.js';
import { ValidationFailed } from '../common/app-error.js';
import { PLAIN_CODEC, type ValueCodec } from './codec/value-codec.js';
import { cleanUpExpired } from './memory/clean-up.js';
import { listPage } from './memory/listing.js';
import { acquireLease, leaveLine, moveLease } from './memory/session-lease-state.js';
import { emptyRecord, snapshotOf, type SessionRecord } from './memory/session-record.js';
import { SessionTable } from './memory/session-table.js';
import { applyWrite, type PreparedWrite } from './memory/session-writer.js';
import { mutateByVersion } from './mutate-by-version.js';
import { EMPTY_PATCH, prepareIncrement, preparePatch } from './prepared-patch.js';
import { StoreUnavailable } from './session.errors.js';
import { parseInteger, parseOpId, parseTtl, parseWaiters } from './session-bounds.js';
import { type SessionData, type SessionInit, type SessionPatch } from './session-data.js';
import { parseSessionId } from './session-id.js';
import { MAX_PAGE } from './session-limits.js';
import {
  type AcquireResult,
  type BoundedLookup,
  type CleanupResult,
  type CreateResult,
  type DeleteResult,
  type LeaseGrant,
  type Missing,
  type SessionLookup,
  type SessionPage,
  type SessionStoreStats,
  type WriteResult,
} from './session-results.js';
import { type AcquireOptions, type MutateOptions, type SessionStore, type WriteOptions } from './session-store.js';

export interface MemorySessionStoreOptions {
  readonly idleTimeoutMs: number;
  readonly absoluteTimeoutMs: number;
  /** At this many sessions the one unused for longest is evicted for a new one. */
  readonly maxSessions: number;
  /** How values are kept; plain without it. A codec that seals keeps text out of dumps of the process's memory, at the cost of speed. */
  readonly codec?: ValueCodec;
}

/**
 * Sessions in this process's memory, for one process. Each operation is one synchronous section, so it is atomic as it stands; values
 * are copied and frozen (or sealed) on the way in and handed out as frozen snapshots.
 */
export class MemorySessionStore implements SessionStore {
  private readonly table: SessionTable;
  private readonly codec: ValueCodec;
  private readonly openedAt: number;
  private closed = false;

  constructor(
    private readonly options: MemorySessionStoreOptions,
    private readonly clock: Clock,
  ) {
    this.table = new SessionTable(options.maxSessions);
    this.codec = options.codec ?? PLAIN_CODEC;
    this.openedAt = clock.now();
  }

  async open(): Promise<void> {
    this.now();
  }

  async create(init: SessionInit, options: Pick<WriteOptions, 'opId'> = {}): Promise<CreateResult> {
    const now = this.now();
    const { sessionId, createdAt = now, idleMs, absoluteMs, ...values } = init;
    const opId = parseOpId(options.opId);
    const origin = {
      sessionId: parseSessionId(sessionId),
      opId,
      now,
      createdAt: Math.min(now, parseInteger('createdAt', createdAt, 0, Number.MAX_SAFE_INTEGER)),
      idleMs: parseTtl('idleMs', idleMs ?? this.options.idleTimeoutMs),
      absoluteMs: parseTtl('absoluteMs', absoluteMs ?? this.options.absoluteTimeoutMs),
    };
    const patch = preparePatch(values);
    if ('limit' in patch) return patch;
    if (!patch.scalars.has('threadId')) throw ValidationFailed.of('threadId', 'is required');
    const present = this.present(sessionId, opId, now);
    if (present) return present;
    const record = emptyRecord(origin, this.codec);
    const written = applyWrite(record, { patch, options: {} }, now);
    if (written.status === 'limit') return written;
    this.removeExpired(sessionId);
    this.table.insert(record, now);
    return { status: 'applied', session: snapshotOf(record) };
  }

  async get(sessionId: string): Promise<SessionLookup> {
    const lookup = this.lookUp(sessionId);
    this.table.counts[lookup.status === 'found' ? 'hits' : 'misses'] += 1;
    return lookup;
  }

  async getBounded(sessionId: string, maxStalenessMs: number): Promise<BoundedLookup> {
    parseInteger('maxStalenessMs', maxStalenessMs, 0, 1000);
    const lookup = await this.get(sessionId);
    return lookup.status === 'found' ? { ...lookup, ageMs: 0 } : lookup;
  }

  async update(sessionId: string, patch: SessionPatch, options: WriteOptions = {}): Promise<WriteResult> {
    return this.patch(sessionId, patch, options);
  }

  async mutate(
    sessionId: string,
    compute: (session: SessionData) => SessionPatch | null,
    options: MutateOptions = {},
  ): Promise<WriteResult> {
    parseOpId(options.opId);
    const read = async (): Promise<SessionLookup> => this.lookUp(sessionId);
    return mutateByVersion({ read, write: (patch, write) => this.update(sessionId, patch, write) }, compute, options);
  }

  async incrementCounter(sessionId: string, name: string, by = 1, options: WriteOptions = {}): Promise<WriteResult> {
    return this.write(sessionId, { patch: prepareIncrement(name, by), options });
  }

  async touch(sessionId: string): Promise<WriteResult> {
    return this.write(sessionId, { patch: EMPTY_PATCH, options: { touch: true } });
  }

  async setTtl(sessionId: string, idleMs: number, options: WriteOptions = {}): Promise<WriteResult> {
    return this.write(sessionId, { patch: EMPTY_PATCH, options, idleMs: parseTtl('idleMs', idleMs) });
  }

  async delete(sessionId: string, options: Pick<WriteOptions, 'opId'> = {}): Promise<DeleteResult> {
    const now = this.now();
    const opId = parseOpId(options.opId);
    const record = this.find(sessionId, now);
    const tombstone = this.table.tombstones.find(sessionId, now);
    const stored = this.table.peek(sessionId);
    if (stored) this.table.remove(stored);
    this.table.tombstones.add(sessionId, opId, now);
    if (opId !== undefined && tombstone?.opId === opId) return { status: 'replayed' };
    if ('status' in record) return record;
    this.table.counts.deletes += 1;
    return { status: 'applied' };
  }

  async exists(sessionId: string): Promise<boolean> {
    const now = this.now();
    const record = this.table.peek(parseSessionId(sessionId));
    return record !== undefined && record.expiresAt > now;
  }

  async listActive(query: { readonly limit: number; readonly cursor?: string | null }): Promise<SessionPage> {
    const now = this.now();
    return listPage(this.table, now, parseInteger('limit', query.limit, 1, MAX_PAGE), query.cursor ?? null);
  }

  async countActive(): Promise<number> {
    return this.table.byExpiry.countAbove(this.now());
  }

  async cleanupExpired(
    options: { readonly limit?: number; readonly onExpire?: (session: SessionData) => Promise<void> } = {},
  ): Promise<CleanupResult> {
    const limit = parseInteger('limit', options.limit ?? 500, 1, Number.MAX_SAFE_INTEGER);
    return cleanUpExpired(this.table, this.now(), limit, options.onExpire);
  }

  async acquire(sessionId: string, { leaseMs, waiters = [] }: AcquireOptions): Promise<AcquireResult> {
    const now = this.now();
    const options = { leaseMs: parseTtl('leaseMs', leaseMs), waiters: new Set(parseWaiters(waiters)) };
    const record = this.find(sessionId, now);
    return 'status' in record ? record : acquireLease(record, options, now);
  }

  async leaveLine(sessionId: string, waiters: readonly string[]): Promise<void> {
    const now = this.now();
    const leaving = new Set(parseWaiters(waiters));
    const record = this.find(sessionId, now);
    if (!('status' in record)) leaveLine(record, leaving, now);
  }

  async extend(grant: LeaseGrant, leaseMs: number): Promise<boolean> {
    return this.move(grant, parseTtl('leaseMs', leaseMs));
  }

  async release(grant: LeaseGrant): Promise<boolean> {
    return this.move(grant, 0);
  }

  async reseal(sessionId: string): Promise<{ readonly status: 'current' } | Missing> {
    const record = this.find(sessionId, this.now());
    return 'status' in record ? record : { status: 'current' };
  }

  async getStats(): Promise<SessionStoreStats> {
    const now = this.now();
    return {
      storeType: 'in_memory',
      activeSessions: this.table.byExpiry.countAbove(now),
      maxSessions: this.table.maxSessions,
      ...this.table.counts,
      uptimeMs: now - this.openedAt,
      details: {},
    };
  }

  async ping(): Promise<{ readonly roundTripMs: number }> {
    this.now();
    return { roundTripMs: 0 };
  }

  async close(): Promise<void> {
    this.closed = true;
    this.table.clear();
  }

  /** The time now. @throws StoreUnavailable after close */
  private now(): number {
    if (this.closed) throw new StoreUnavailable('The session store is closed.');
    return this.clock.now();
  }

  private find(sessionId: string, now: number): SessionRecord | Missing {
    return this.table.find(parseSessionId(sessionId), now);
  }

  /** The answer to a creation when the id isn't free. */
  private present(sessionId: string, opId: string | undefined, now: number): CreateResult | undefined {
    const record = this.table.find(sessionId, now);
    if (!('status' in record)) {
      if (opId !== undefined && record.createOpId === opId) return { status: 'replayed', session: snapshotOf(record) };
      return { status: 'conflict', version: record.version, incarnation: record.incarnation };
    }
    return record.status === 'not_found' && record.deleted ? { status: 'not_found', deleted: true } : undefined;
  }

  /** Makes way for a session created again under the id. */
  private removeExpired(sessionId: string): void {
    const expired = this.table.peek(sessionId);
    if (!expired) return;
    this.table.remove(expired);
    this.table.counts.expirations += 1;
  }

  private lookUp(sessionId: string): SessionLookup {
    const record = this.find(sessionId, this.now());
    return 'status' in record ? record : { status: 'found', session: snapshotOf(record) };
  }

  private patch(sessionId: string, patch: SessionPatch, options: WriteOptions): WriteResult {
    const prepared = preparePatch(patch);
    return 'limit' in prepared ? prepared : this.write(sessionId, { patch: prepared, options });
  }

  private write(sessionId: string, write: PreparedWrite): WriteResult {
    const now = this.now();
    parseOpId(write.options.opId);
    const record = this.find(sessionId, now);
    if ('status' in record) return record;
    const { expiresAt } = record;
    const result = applyWrite(record, write, now);
    this.table.expiryMoved(record, expiresAt);
    return result;
  }

  private move(grant: LeaseGrant, leaseMs: number): boolean {
    const now = this.now();
    const record = this.find(grant.sessionId, now);
    return !('status' in record) && moveLease(record, grant, leaseMs, now);
  }
}
