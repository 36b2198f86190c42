import { LRUCache } from 'lru-cache';
import { type Clock } from '../common/clock.js';
import { ValidationFailed } from '../common/app-error.js';
import { type RedisClient } from '../redis/redis-client.js';
import { type ValueCodec } from './codec/value-codec.js';
import { mutateByVersion } from './mutate-by-version.js';
import { EMPTY_PATCH, prepareIncrement, preparePatch } from './prepared-patch.js';
import { cleanUpExpired } from './redis/clean-up.js';
import { type SessionL1 } from './redis/l1/session-l1.js';
import { countActive, listPage } from './redis/listing.js';
import { type ScriptRunner } from './redis/redis-script.js';
import { resealSession } from './redis/reseal-session.js';
import { SCRIPTS } from './redis/scripts.js';
import { serverDetails } from './redis/server-info.js';
import { createSession } from './redis/session-creator.js';
import { SessionKeys } from './redis/session-keys.js';
import { acquireLease, leaveLine, moveLease } from './redis/session-leases.js';
import { SessionReader } from './redis/session-reader.js';
import { type RedisWrite, SessionWriter } from './redis/session-writer.js';
import { READ, type StoreContext } from './redis/store-context.js';
import { missingOf } from './redis/reply-codes.js';
import { parseInteger, parseOpId, parseTtl, parseWaiters } from './session-bounds.js';
import { type SessionData, type SessionInit, type SessionPatch } from './session-data.js';
import { StoreUnavailable } from './session.errors.js';
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

/** What a Redis session store is made of. It closes L1 and `connection`, and nothing else. */
export interface RedisSessionStoreParts {
  readonly client: RedisClient;
  readonly runner: ScriptRunner;
  readonly codec: ValueCodec;
  readonly l1: SessionL1 | null;
  /** For the store's own up-time only: sessions live by the server's time. */
  readonly clock: Clock;
  readonly connection: {
    /** Connects, and checks that the server may be used. */
    open(): Promise<void>;
    close(): Promise<void>;
  };
  readonly options: RedisSessionStoreOptions;
}

interface RedisSessionStoreOptions {
  readonly idleTimeoutMs: number;
  readonly absoluteTimeoutMs: number;
  /** Before every key, so that several desks can share a server. */
  readonly keyPrefix: string;
  /** How long a key outlives its session, in ms: the time a clean-up has. At least 5 minutes. */
  readonly graceMs: number;
  /** Tell every change on the channel `<keyPrefix>changes`, for the L1 of all instances. */
  readonly publishChanges: boolean;
}

const KNOWN_INCARNATIONS = 20_000;
/** Layout of keys and fields. */
const LAYOUT = 1;

/**
 * Sessions in Redis, shared by all instances: one hash each, changed by Lua scripts that check everything and then write. Nothing is
 * kept in this process but L1; when Redis is away, every call says so.
 */
export class RedisSessionStore implements SessionStore {
  private readonly context: StoreContext;
  private readonly reader: SessionReader;
  private readonly writer: SessionWriter;
  private readonly openedAt: number;
  private readonly counts = { creates: 0, deletes: 0, hits: 0, misses: 0, evictions: 0, expirations: 0 };
  private closing: Promise<void> | undefined;

  constructor(private readonly parts: RedisSessionStoreParts) {
    const { runner, codec, l1, clock, options } = parts;
    const keys = new SessionKeys(options.keyPrefix);
    const channel = options.publishChanges ? `${options.keyPrefix}changes` : '';
    const incarnations = new LRUCache<string, string>({ max: KNOWN_INCARNATIONS });
    this.context = { runner, keys, codec, incarnations, channel, graceMs: options.graceMs };
    this.reader = new SessionReader(this.context, l1);
    this.writer = new SessionWriter(this.context);
    this.openedAt = clock.now();
  }

  async open(): Promise<void> {
    this.assertOpen();
    await this.parts.connection.open();
    await this.parts.l1?.open();
  }

  async create(init: SessionInit, { opId }: Pick<WriteOptions, 'opId'> = {}): Promise<CreateResult> {
    this.assertOpen();
    const { sessionId, createdAt, idleMs, absoluteMs, ...values } = init;
    const { idleTimeoutMs, absoluteTimeoutMs } = this.parts.options;
    const creation = {
      sessionId: parseSessionId(sessionId),
      opId: parseOpId(opId),
      createdAt: createdAt === undefined ? undefined : parseInteger('createdAt', createdAt, 0, Number.MAX_SAFE_INTEGER),
      idleMs: parseTtl('idleMs', idleMs ?? idleTimeoutMs),
      absoluteMs: parseTtl('absoluteMs', absoluteMs ?? absoluteTimeoutMs),
    };
    const patch = preparePatch(values);
    if ('limit' in patch) return patch;
    if (!patch.scalars.has('threadId')) throw ValidationFailed.of('threadId', 'is required');
    const { result, replaced } = await createSession(this.context, { ...creation, patch });
    if (result.status === 'applied') this.counts.creates += 1;
    if (replaced) this.counts.expirations += 1;
    this.parts.l1?.forget(sessionId);
    return result;
  }

  async get(sessionId: string): Promise<SessionLookup> {
    this.assertOpen();
    const lookup = await this.reader.get(parseSessionId(sessionId));
    if (lookup.status === 'found') this.counts.hits += 1;
    else this.counts.misses += 1;
    return lookup;
  }

  async getBounded(sessionId: string, maxStalenessMs: number): Promise<BoundedLookup> {
    this.assertOpen();
    parseInteger('maxStalenessMs', maxStalenessMs, 0, 1000);
    const fresh = this.parts.l1?.fresh(parseSessionId(sessionId), maxStalenessMs);
    if (fresh) {
      this.counts.hits += 1;
      return { status: 'found', ...fresh };
    }
    const askedAt = performance.now();
    const lookup = await this.get(sessionId);
    return lookup.status === 'found' ? { ...lookup, ageMs: performance.now() - askedAt } : lookup;
  }

  async update(sessionId: string, patch: SessionPatch, options: WriteOptions = {}): Promise<WriteResult> {
    this.assertOpen();
    const prepared = preparePatch(patch);
    return 'limit' in prepared ? prepared : this.write(sessionId, { patch: prepared, options });
  }

  async mutate(
    sessionId: string,
    compute: (session: SessionData) => SessionPatch | null,
    options: MutateOptions = {},
  ): Promise<WriteResult> {
    this.assertOpen();
    parseSessionId(sessionId);
    parseOpId(options.opId);
    const read = (): Promise<SessionLookup> => this.reader.get(sessionId);
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

  async delete(sessionId: string, { opId }: Pick<WriteOptions, 'opId'> = {}): Promise<DeleteResult> {
    this.assertOpen();
    parseOpId(opId);
    const result = await this.writer.delete(parseSessionId(sessionId), opId);
    this.parts.l1?.forget(sessionId);
    if (result.status === 'applied') this.counts.deletes += 1;
    return result;
  }

  async exists(sessionId: string): Promise<boolean> {
    this.assertOpen();
    const { runner, keys } = this.context;
    const key = keys.bucketOf(parseSessionId(sessionId)).session + sessionId;
    const reply = await runner.run(SCRIPTS.exists, [key], () => [], READ);
    if (reply !== 1) missingOf(reply);
    return reply === 1;
  }

  async listActive(query: { readonly limit: number; readonly cursor?: string | null }): Promise<SessionPage> {
    this.assertOpen();
    const limit = parseInteger('limit', query.limit, 1, MAX_PAGE);
    return listPage(this.context, this.reader, limit, query.cursor ?? null);
  }

  async countActive(): Promise<number> {
    this.assertOpen();
    return countActive(this.context);
  }

  async cleanupExpired(
    options: { readonly limit?: number; readonly onExpire?: (session: SessionData) => Promise<void> } = {},
  ): Promise<CleanupResult> {
    this.assertOpen();
    const limit = parseInteger('limit', options.limit ?? 500, 1, Number.MAX_SAFE_INTEGER);
    const result = await cleanUpExpired(this.context, limit, options.onExpire);
    this.counts.expirations += result.removed;
    return result;
  }

  async acquire(sessionId: string, { leaseMs, waiters = [] }: AcquireOptions): Promise<AcquireResult> {
    this.assertOpen();
    const options = { leaseMs: parseTtl('leaseMs', leaseMs), waiters: parseWaiters(waiters) };
    return acquireLease(this.context, parseSessionId(sessionId), options);
  }

  async leaveLine(sessionId: string, waiters: readonly string[]): Promise<void> {
    this.assertOpen();
    await leaveLine(this.context, parseSessionId(sessionId), parseWaiters(waiters));
  }

  async extend(grant: LeaseGrant, leaseMs: number): Promise<boolean> {
    this.assertOpen();
    parseSessionId(grant.sessionId);
    return moveLease(this.context, grant, parseTtl('leaseMs', leaseMs));
  }

  async release(grant: LeaseGrant): Promise<boolean> {
    this.assertOpen();
    parseSessionId(grant.sessionId);
    return moveLease(this.context, grant, 0);
  }

  async reseal(sessionId: string): Promise<{ readonly status: 'resealed' | 'current' } | Missing> {
    this.assertOpen();
    return resealSession(this.context, this.reader, parseSessionId(sessionId));
  }

  async getStats(): Promise<SessionStoreStats> {
    const activeSessions = await this.countActive();
    const server = await serverDetails(this.parts.client);
    return {
      storeType: 'redis',
      activeSessions,
      maxSessions: null,
      ...this.counts,
      uptimeMs: this.parts.clock.now() - this.openedAt,
      details: { layout: LAYOUT, ...server, ...this.parts.l1?.stats() },
    };
  }

  async ping(): Promise<{ readonly roundTripMs: number }> {
    this.assertOpen();
    const askedAt = performance.now();
    await this.context.runner.run(SCRIPTS.ping, [this.context.keys.meta], () => [], READ);
    return { roundTripMs: performance.now() - askedAt };
  }

  async close(): Promise<void> {
    this.closing ??= this.letGo();
    await this.closing;
  }

  private async letGo(): Promise<void> {
    await this.parts.l1?.close();
    await this.parts.connection.close();
  }

  /** @throws StoreUnavailable after close */
  private assertOpen(): void {
    if (this.closing) throw new StoreUnavailable('The session store is closed.');
  }

  private async write(sessionId: string, write: RedisWrite): Promise<WriteResult> {
    this.assertOpen();
    parseOpId(write.options.opId);
    parseSessionId(sessionId);
    try {
      const result = await this.writer.write(sessionId, write);
      this.parts.l1?.forget(sessionId, 'changeSeq' in result ? result.changeSeq : undefined);
      return result;
    } catch (error) {
      this.parts.l1?.forget(sessionId);
      throw error;
    }
  }
}
