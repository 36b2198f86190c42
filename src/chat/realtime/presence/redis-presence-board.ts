import { randomUUID } from 'node:crypto';
import { type Clock } from '../../../common/clock.js';
import { type RedisClient } from '../../../redis/redis-client.js';
import { PRESENCE_TTL_MS, type PresenceBoard, type Present, type Seen } from './presence-board.js';

/** Time between two signs of life, in ms: several may be lost before the instance counts as gone. */
const REFRESH_MS = 10_000;
/** Members in one command. */
const BATCH = 500;

const NOBODY: ReadonlySet<string> = new Set();

type Kind = keyof Present;

/**
 * The board in Redis. Every instance has a set of each kind under keys of its own that run out unless refreshed, so that a sign of life
 * costs three commands however many are connected; a sorted set names the instances. Each command names one key: it works on a
 * Cluster.
 */
export class RedisPresenceBoard implements PresenceBoard {
  private readonly instanceId = randomUUID();
  /** What Redis surely holds of this instance; undefined: not known. */
  private written: Present | undefined;
  private refreshedAt = -Infinity;

  /** @param prefix what all keys begin with */
  constructor(
    private readonly client: RedisClient,
    private readonly prefix: string,
    private readonly clock: Clock,
  ) {}

  async tell({ customers, operators }: Present): Promise<void> {
    const before = await this.refresh();
    this.written = undefined;
    await this.change('customers', before?.customers, customers);
    await this.change('operators', before?.operators, operators);
    this.written = { customers: new Set(customers), operators: new Set(operators) };
  }

  async ask(sessionIds: readonly string[]): Promise<Seen> {
    const instances = await this.client.zrangebyscore(this.instancesKey, this.clock.now(), '+inf');
    const customers = new Set<string>();
    const operators = new Set<string>();
    await Promise.all(
      instances.map(async (instance) => {
        for (const id of await this.client.smembers(this.key('operators', instance))) operators.add(id);
        for (const batch of batches(sessionIds)) {
          const found = await this.client.smismember(this.key('customers', instance), ...batch);
          batch.forEach((id, index) => found[index] === 1 && customers.add(id));
        }
      }),
    );
    return { customers, operatorsOnline: operators.size };
  }

  async leave(): Promise<void> {
    this.written = undefined;
    this.refreshedAt = -Infinity;
    await Promise.all([
      this.client.zrem(this.instancesKey, this.instanceId),
      this.client.del(this.key('customers', this.instanceId)),
      this.client.del(this.key('operators', this.instanceId)),
    ]);
  }

  /** Gives the sign of life when it is due. What Redis still holds of this instance, undefined when that must be written anew. */
  private async refresh(): Promise<Present | undefined> {
    const now = this.clock.now();
    if (this.written && now - this.refreshedAt < REFRESH_MS) return this.written;
    await this.client.zremrangebyscore(this.instancesKey, '-inf', now - PRESENCE_TTL_MS);
    await this.client.zadd(this.instancesKey, now + PRESENCE_TTL_MS, this.instanceId);
    const alive = await Promise.all([this.prolong('customers'), this.prolong('operators')]);
    this.refreshedAt = now;
    return alive.every(Boolean) ? this.written : undefined;
  }

  /** Whether the set is there, as far as there should be one: an empty set has no key. */
  private async prolong(kind: Kind): Promise<boolean> {
    const isThere = (await this.client.pexpire(this.key(kind, this.instanceId), PRESENCE_TTL_MS)) === 1;
    return isThere || this.written?.[kind].size === 0;
  }

  private async change(kind: Kind, before: ReadonlySet<string> | undefined, now: ReadonlySet<string>): Promise<void> {
    const key = this.key(kind, this.instanceId);
    if (!before) await this.client.del(key);
    const came = without(now, before);
    for (const batch of batches(without(before ?? NOBODY, now))) await this.client.srem(key, ...batch);
    for (const batch of batches(came)) await this.client.sadd(key, ...batch);
    // A set that was empty had no key to keep alive.
    if (came.length > 0 && came.length === now.size) await this.client.pexpire(key, PRESENCE_TTL_MS);
  }

  private get instancesKey(): string {
    return `${this.prefix}instances`;
  }

  private key(kind: Kind, instanceId: string): string {
    return `${this.prefix}${kind}:${instanceId}`;
  }
}

function without(ids: ReadonlySet<string>, others: ReadonlySet<string> = NOBODY): string[] {
  return [...ids].filter((id) => !others.has(id));
}

function* batches(ids: readonly string[]): Generator<string[]> {
  for (let from = 0; from < ids.length; from += BATCH) yield ids.slice(from, from + BATCH);
}
