import { LINE_SILENCE_MS, OP_WINDOW_MS, TOMBSTONE_MS } from '../../../src/session/session-limits.js';
import { ABSOLUTE_MS, IDLE_MS } from './harness.js';

interface ModelSession {
  userId: string | null;
  metadata: Record<string, number>;
  counters: Record<string, number>;
  version: number;
  changeSeq: number;
  expiresAt: number;
  absoluteExpiresAt: number;
  idleMs: number;
  fence: number;
  leaseUntil: number;
  /** The waiter that has the lease, if it was one. */
  holder: string | null;
  line: { readonly waiter: string; seenAt: number }[];
  /** Op-id, and when it was applied. */
  ops: Map<string, { at: number; changeSeq: number }>;
}

/** What can be observed of a session, without what only the store can choose (incarnation, nonces, the start of its clock). */
export type Observation = Omit<ModelSession, 'fence' | 'leaseUntil' | 'holder' | 'line' | 'ops' | 'absoluteExpiresAt'>;

export interface ModelWrite {
  readonly userId?: string;
  readonly metadata?: Readonly<Record<string, number | null>>;
  readonly increments?: Readonly<Record<string, number>>;
  readonly touch?: boolean;
  readonly idleMs?: number;
  readonly ifVersion?: number;
  readonly fence?: number;
  readonly opId?: string;
}

/** The session store in its most naive form: plain objects, one after the other, time as a number that starts at 0. */
export class SessionModel {
  now = 0;
  private readonly sessions = new Map<string, ModelSession>();
  private readonly deleted = new Map<string, number>();

  create(id: string): string {
    if (this.isDeleted(id)) return 'not_found';
    if (this.live(id)) return 'conflict';
    this.sessions.set(id, {
      userId: null,
      metadata: {},
      counters: {},
      version: 1,
      changeSeq: 1,
      expiresAt: this.now + IDLE_MS,
      absoluteExpiresAt: this.now + ABSOLUTE_MS,
      idleMs: IDLE_MS,
      fence: 0,
      leaseUntil: 0,
      holder: null,
      line: [],
      ops: new Map(),
    });
    return 'applied';
  }

  /** `applied`, `replayed` or why not. */
  write(id: string, write: ModelWrite): string {
    const session = this.live(id);
    if (!session) return this.missing(id);
    const known = write.opId === undefined ? undefined : session.ops.get(write.opId);
    if (known && this.now - known.at <= OP_WINDOW_MS) return 'replayed';
    if (write.ifVersion !== undefined && write.ifVersion !== session.version) return 'conflict';
    if (write.fence !== undefined && write.fence !== session.fence) return 'fenced';
    this.apply(session, write);
    if (write.opId !== undefined) session.ops.set(write.opId, { at: this.now, changeSeq: session.changeSeq });
    return 'applied';
  }

  delete(id: string): string {
    const answer = this.live(id) ? 'applied' : this.missing(id);
    this.sessions.delete(id);
    this.deleted.set(id, this.now + TOMBSTONE_MS);
    return answer;
  }

  /** `applied` with who has it, where anybody may; else `held` with how many stand before the caller's first. */
  acquire(id: string, leaseMs: number, waiters: readonly string[]): string {
    const session = this.live(id);
    if (!session) return this.missing(id);
    const isHeld = session.leaseUntil > this.now;
    if (isHeld && session.holder !== null && waiters.includes(session.holder)) return `applied ${session.holder}`;
    const line = session.line.filter(({ seenAt }) => this.now - seenAt < LINE_SILENCE_MS);
    const next = line[0]?.waiter ?? waiters[0];
    const mayTake = !isHeld && (line.length === 0 || waiters.includes(next ?? ''));
    if (!mayTake && waiters.length === 0) return 'held';
    for (const waiter of waiters) {
      const place = line.find((standing) => standing.waiter === waiter);
      if (place) place.seenAt = this.now;
      else line.push({ waiter, seenAt: this.now });
    }
    session.line = mayTake ? line.filter(({ waiter }) => waiter !== next) : line;
    if (!mayTake) return `held ${line.findIndex(({ waiter }) => waiters.includes(waiter))}`;
    session.fence += 1;
    session.leaseUntil = this.now + leaseMs;
    session.holder = next ?? null;
    return next === undefined ? 'applied' : `applied ${next}`;
  }

  leaveLine(id: string, waiters: readonly string[]): void {
    const session = this.live(id);
    if (!session) return;
    session.line = session.line.filter(({ waiter }) => !waiters.includes(waiter));
    if (waiters.includes(session.holder ?? '') && session.leaseUntil > this.now) session.leaseUntil = 0;
  }

  /** Ends (0 ms) or extends the lease of the given fence. */
  moveLease(id: string, fence: number, leaseMs: number): boolean {
    const session = this.live(id);
    if (!session || session.leaseUntil <= this.now || session.fence !== fence) return false;
    session.leaseUntil = this.now + leaseMs;
    return true;
  }

  cleanUp(): number {
    const expired = [...this.sessions].filter(([, { expiresAt }]) => expiresAt <= this.now);
    for (const [id] of expired) this.sessions.delete(id);
    return expired.length;
  }

  observe(id: string): Observation | string {
    const session = this.live(id);
    if (!session) return this.isDeleted(id) ? 'deleted' : this.missing(id);
    const { userId, metadata, counters, version, changeSeq, expiresAt, idleMs } = session;
    return { userId, metadata, counters, version, changeSeq, expiresAt, idleMs };
  }

  countActive(): number {
    return [...this.sessions.keys()].filter((id) => this.live(id)).length;
  }

  private apply(session: ModelSession, write: ModelWrite): void {
    const { userId, metadata = {}, increments = {}, touch, idleMs } = write;
    const fields = userId !== undefined || Object.keys(metadata).length > 0;
    const changed = fields || Object.keys(increments).length > 0 || idleMs !== undefined || touch;
    if (userId !== undefined) session.userId = userId;
    for (const [key, value] of Object.entries(metadata)) {
      if (value === null) Reflect.deleteProperty(session.metadata, key);
      else session.metadata[key] = value;
    }
    for (const [name, by] of Object.entries(increments)) session.counters[name] = (session.counters[name] ?? 0) + by;
    if (fields) session.version += 1;
    if (changed) session.changeSeq += 1;
    if (idleMs !== undefined) {
      session.idleMs = idleMs;
      session.expiresAt = Math.min(this.now + idleMs, session.absoluteExpiresAt);
    }
    if (touch) {
      const slid = Math.min(this.now + session.idleMs, session.absoluteExpiresAt);
      session.expiresAt = Math.max(session.expiresAt, slid);
    }
  }

  private live(id: string): ModelSession | undefined {
    const session = this.sessions.get(id);
    return session && session.expiresAt > this.now ? session : undefined;
  }

  private isDeleted(id: string): boolean {
    return (this.deleted.get(id) ?? 0) > this.now;
  }

  private missing(id: string): string {
    return this.sessions.has(id) ? 'expired' : 'not_found';
  }
}
