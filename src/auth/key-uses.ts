import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Clock } from '../common/clock.js';
import { Database } from '../database/database.js';
import { type SqlStatement } from '../database/sql.js';

/** A key's last use is written once in this time, in ms: what it answers is "does anybody still use it?". */
const INTERVAL_MS = 60_000;
const REMEMBERED_KEYS = 1000;

const NOTE: SqlStatement = {
  name: 'api_key_used',
  text: `UPDATE api_keys SET last_used_at = $2 WHERE key_id = $1 AND (last_used_at IS NULL OR last_used_at < $2)`,
};

/** When keys were last used. No request waits for it or fails because of it. */
@Injectable()
export class KeyUses implements BeforeApplicationShutdown {
  private readonly logger = new Logger('Keys');
  private readonly noted = new LRUCache<string, number>({ max: REMEMBERED_KEYS });
  private readonly writes = new Set<Promise<void>>();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** A key is used now; `lastUsedAt` is what is on record, perhaps by another instance. */
  note(keyId: string, lastUsedAt: Date | null): void {
    const now = this.clock.now();
    const latest = Math.max(this.noted.get(keyId) ?? -Infinity, lastUsedAt?.getTime() ?? -Infinity);
    if (now - latest < INTERVAL_MS) return;
    this.noted.set(keyId, now);
    const write = this.write(keyId).finally(() => this.writes.delete(write));
    this.writes.add(write);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.writes);
  }

  private async write(keyId: string): Promise<void> {
    try {
      await this.database.query(NOTE, [keyId, this.clock.date()]);
    } catch (error) {
      this.logger.warn({ event: 'key_use_not_noted', keyId, reason: String(error) });
    }
  }
}
