import { LRUCache } from 'lru-cache';
import { sessionL1Reads } from '../../../telemetry/metrics.js';
import { type SessionData } from '../../session-data.js';
import { ANOTHER_LIFE, ChangeBus, type ChangeBusParts } from './change-bus.js';

/** How long a change is remembered, in ms: longer than any read may take that was asked before it. */
const REMEMBERED_MS = 2000;
const REMEMBERED_CHANGES = 20_000;

interface Entry {
  readonly session: SessionData;
  /** The moment (monotonic ms) at which the copy was surely current. */
  readonly confirmedAt: number;
}

interface Change {
  readonly changeSeq: number;
  readonly heardAt: number;
  /** When another life began: numbers of before say nothing. */
  readonly lifeAt: number;
}

const counters = {
  fresh: sessionL1Reads.labels('fresh'),
  validated: sessionL1Reads.labels('validated'),
  miss: sessionL1Reads.labels('miss'),
};

/**
 * Copies of sessions in this process. A copy serves in two ways: the store is asked whether it is current still (`peek`, then
 * `confirm`: never stale), or it is taken as it is when the caller accepts a bounded age (`fresh`). The age counts from before the
 * store was asked, so the bound holds whatever happens to the hints of changes; they only make most answers fresher than that.
 */
export class SessionL1 {
  private readonly entries: LRUCache<string, Entry>;
  private readonly changes = new LRUCache<string, Change>({ max: REMEMBERED_CHANGES, ttl: REMEMBERED_MS });
  private readonly bus: ChangeBus;
  private readonly counts = { fresh: 0, validated: 0, miss: 0 };
  private isOpen = false;

  /** A copy that was not confirmed for `ttlMs` is dropped. */
  constructor(options: { readonly maxEntries: number; readonly ttlMs: number }, bus: ChangeBusParts) {
    this.entries = new LRUCache({ max: options.maxEntries, ttl: options.ttlMs });
    this.bus = new ChangeBus(bus, {
      onChange: (sessionId, changeSeq) => {
        this.forget(sessionId, changeSeq);
      },
      onGap: () => {
        this.entries.clear();
      },
    });
  }

  /** Begins to listen for changes; resolves at once. Until they are heard reliably, `fresh` answers nothing. */
  async open(): Promise<void> {
    if (this.isOpen) return;
    this.isOpen = true;
    await this.bus.open();
  }

  async close(): Promise<void> {
    if (!this.isOpen) return;
    this.isOpen = false;
    await this.bus.close();
  }

  /** The copy to ask the store about. */
  peek(sessionId: string): SessionData | undefined {
    return this.entries.get(sessionId)?.session;
  }

  /** The copy, if it was current at most `maxStalenessMs` ago and changes are heard of. */
  fresh(sessionId: string, maxStalenessMs: number): { session: SessionData; ageMs: number } | undefined {
    if (!this.bus.isHealthy) return undefined;
    const entry = this.entries.get(sessionId);
    if (!entry) return undefined;
    const ageMs = performance.now() - entry.confirmedAt;
    if (ageMs > maxStalenessMs) return undefined;
    this.count('fresh');
    return { session: entry.session, ageMs };
  }

  /**
   * The store answered a question of `askedAt` (monotonic ms) with this session; what `peek` gave if it was current still. Not kept
   * when a later change is known by now.
   */
  confirm(session: SessionData, askedAt: number): void {
    const kept = this.entries.get(session.sessionId);
    this.count(kept?.session === session ? 'validated' : 'miss');
    if (this.isOutdated(session, askedAt) || (kept && kept.confirmedAt > askedAt)) return;
    this.entries.set(session.sessionId, { session, confirmedAt: askedAt });
  }

  /** The session was changed to `changeSeq`; without it: changed in an unknown way, or not there. */
  forget(sessionId: string, changeSeq = ANOTHER_LIFE): void {
    const heardAt = performance.now();
    const known = this.changes.get(sessionId) ?? { changeSeq: 0, lifeAt: -Infinity };
    const change =
      changeSeq === ANOTHER_LIFE
        ? { changeSeq: 0, heardAt, lifeAt: heardAt }
        : { changeSeq: Math.max(known.changeSeq, changeSeq), heardAt, lifeAt: known.lifeAt };
    this.changes.set(sessionId, change);
    const entry = this.entries.peek(sessionId);
    if (entry && entry.session.changeSeq < changeSeq) this.entries.delete(sessionId);
  }

  /** Counts since the start. The rate is of reads that needed no copy of the session from the store, 0..1. */
  stats(): Record<string, number | boolean> {
    const { fresh, validated, miss } = this.counts;
    const reads = fresh + validated + miss;
    return {
      l1Entries: this.entries.size,
      l1Fresh: fresh,
      l1Validated: validated,
      l1Misses: miss,
      l1HitRate: reads === 0 ? 0 : (fresh + validated) / reads,
      l1BusHealthy: this.bus.isHealthy,
    };
  }

  /** Whether a later change than this answer is known. A question asked after the news of a change is answered with it. */
  private isOutdated({ sessionId, changeSeq }: SessionData, askedAt: number): boolean {
    const change = this.changes.get(sessionId);
    if (!change) return false;
    return askedAt <= change.lifeAt || (askedAt <= change.heardAt && changeSeq < change.changeSeq);
  }

  private count(result: keyof typeof counters): void {
    this.counts[result] += 1;
    counters[result].inc();
  }
}
