import { type SessionData, type SessionPatch } from '../../../src/session/session-data.js';
import { type LeaseGrant } from '../../../src/session/session-results.js';
import { type SessionStore, type WriteOptions } from '../../../src/session/session-store.js';
import { type Conditions, type Operation } from './differential-operations.js';

/** One of the stores that are compared, with what was learnt from it: the names only it can choose. */
export class Side {
  private readonly grants = new Map<string, LeaseGrant[]>();
  /** Grants that were released, or given back by leaving the line. */
  private readonly ended = new Set<string>();
  private readonly incarnations = new Map<string, string[]>();
  private readonly names = new Map<string, string>();

  constructor(readonly store: SessionStore) {}

  /** Does it, and answers what happened in words that mean the same on every side. */
  async perform(operation: Operation): Promise<unknown> {
    const answer = await this.answer(operation).catch((error: unknown) => ({ thrown: String(error) }));
    return this.common(answer);
  }

  /** The sessions as they are now. */
  async sessions(ids: readonly string[]): Promise<unknown> {
    const lookups: unknown[] = [];
    for (const id of ids) lookups.push(await this.store.get(id));
    return this.common(lookups);
  }

  /** All that is alive. */
  async dump(): Promise<unknown> {
    const { sessions } = await this.store.listActive({ limit: 200 });
    return this.common({ sessions, count: await this.store.countActive() });
  }

  private async answer(operation: Operation): Promise<unknown> {
    const { store } = this;
    const { id } = operation;
    switch (operation.kind) {
      case 'create': {
        const created = await store.create({ sessionId: id, ...operation.init }, operation.options);
        if ('session' in created) this.note(this.incarnations, id, created.session.incarnation);
        return created;
      }
      case 'get':
        return store.get(id);
      case 'exists':
        return store.exists(id);
      case 'update':
        return store.update(id, operation.patch, this.options(id, operation.conditions));
      case 'mutate':
        return store.mutate(id, grow, this.options(id, operation.conditions));
      case 'increment':
        return store.incrementCounter(id, operation.name, operation.by, this.options(id, operation.conditions));
      case 'touch':
        return store.touch(id);
      case 'setTtl':
        return store.setTtl(id, operation.ms, this.options(id, operation.conditions));
      case 'delete':
        return store.delete(id, operation.options);
      case 'acquire': {
        const acquired = await store.acquire(id, { leaseMs: operation.ms, waiters: operation.waiters });
        if (acquired.status === 'applied') this.note(this.grants, id, acquired.grant);
        return acquired;
      }
      case 'leaveLine':
        await store.leaveLine(id, operation.waiters);
        for (const grant of this.grants.get(id) ?? [])
          if (operation.waiters.includes(grant.nonce)) this.ended.add(nameOf(grant));
        return undefined;
      case 'extend':
        return store.extend(this.grant(id, operation.back), operation.ms);
      case 'release':
        return this.release(this.grant(id, operation.back));
      case 'reseal':
        return store.reseal(id);
      case 'walk':
        return this.walk(operation.limit);
      case 'cleanUp':
        return this.cleanUp(operation.failing);
      case 'advance':
        return null;
    }
  }

  private async walk(limit: number): Promise<string[]> {
    const ids: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<SessionStore['listActive']>> = await this.store.listActive({ limit, cursor });
      ids.push(...page.sessions.map(({ sessionId }) => sessionId));
      cursor = page.nextCursor;
    } while (cursor !== null);
    return ids;
  }

  /** Sessions that expired at one moment are offered in any order. */
  private async cleanUp(failing: string | null): Promise<unknown> {
    const offered: SessionData[] = [];
    const onExpire = async (session: SessionData): Promise<void> => {
      offered.push(session);
      if (session.sessionId === failing) throw new Error(failing);
    };
    const { removed, failures } = await this.store.cleanupExpired(failing === null ? {} : { onExpire });
    offered.sort((a, b) => (a.sessionId < b.sessionId ? -1 : 1));
    return { removed, failures: failures.map(String), offered };
  }

  /** Of a grant that was ended before, only that it does no harm: see `SessionStore.release`. */
  private async release(grant: LeaseGrant): Promise<unknown> {
    const isAgain = this.ended.has(nameOf(grant));
    const answer = await this.store.release(grant);
    if (answer) this.ended.add(nameOf(grant));
    return isAgain ? 'again' : answer;
  }

  private options(id: string, { opId, version, incarnation, back, touch }: Conditions): WriteOptions {
    const known = incarnation === undefined ? undefined : this.incarnations.get(id)?.at(-1 - incarnation);
    const ifVersion = version === undefined ? {} : { ifVersion: { version, ...(known && { incarnation: known }) } };
    const grant = back === undefined ? {} : { grant: this.grant(id, back) };
    return { touch, ...(opId === undefined ? {} : { opId }), ...ifVersion, ...grant };
  }

  /** The latest grant of a session, or one `back` before it; one that was never made when there is none. */
  private grant(id: string, back: number): LeaseGrant {
    return this.grants.get(id)?.at(-1 - back) ?? { sessionId: id, fence: 99, nonce: 'never' };
  }

  private note<T>(notes: Map<string, T[]>, id: string, value: T): void {
    notes.set(id, [...(notes.get(id) ?? []), value]);
  }

  /** The answer with incarnations and nonces in the order of their appearance. */
  private common(answer: unknown): unknown {
    return JSON.parse(JSON.stringify(answer ?? null), (key, value: unknown) => {
      if ((key !== 'incarnation' && key !== 'nonce') || typeof value !== 'string') return value;
      const name = this.names.get(value) ?? `${key} ${this.names.size}`;
      this.names.set(value, name);
      return name;
    });
  }
}

function nameOf({ sessionId, fence, nonce }: LeaseGrant): string {
  return `${sessionId} ${fence} ${nonce}`;
}

function grow({ metadata }: SessionData): SessionPatch | null {
  const list = Array.isArray(metadata.list) ? metadata.list.length : 0;
  return list > 3 ? null : { metadata: { list: Array.from({ length: list + 1 }, (_, i) => i) } };
}
