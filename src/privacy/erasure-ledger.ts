import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { newId } from '../common/ids.js';
import { Database } from '../database/database.js';
import { type Sql } from '../database/sql.js';
import {
  ADD_SESSIONS,
  CLEANED,
  EARLIER,
  FIND_OPEN,
  FINISH,
  IN_FILES,
  LOCK,
  LOCK_SUBJECT,
  NOTE,
  OPEN,
  RECORD,
  UNDER_WAY,
  WAITING,
} from './erasure-statements.js';
import { ERASED_STORES, type ErasedCounts, type ErasedStore, type ErasureRecord } from './receipt.js';
import { SubjectHash } from './subject-hash.js';

/** A session that an erasure has not finished. */
export interface WaitingSession {
  readonly sessionId: string;
  /** Where it may still be found; with `postgres` among them nothing of it was removed yet. */
  readonly pending: readonly ErasedStore[];
}

/** What is said of one session of an erasure. */
export interface ErasureNote {
  readonly receiptId: string;
  readonly sessionId: string;
  readonly pending: readonly ErasedStore[];
  /** Removed since the last note. */
  readonly removed: Partial<ErasedCounts>;
}

/** Erasures on record: what each is about as long as it is under way, and what remains of it as proof. */
@Injectable()
export class ErasureLedger {
  constructor(
    private readonly database: Database,
    private readonly hash: SubjectHash,
    private readonly clock: Clock,
  ) {}

  /**
   * Begins an erasure, of all sessions that the user has now; one that is under way takes them up. From here on it needs the user id no
   * more, and survives the process. With `claimed`, sessions count too whose user nobody has vouched for.
   * @returns its receiptId
   */
  async open(userId: string, { claimed }: { readonly claimed: boolean }): Promise<string> {
    const hashes = this.hash.of(userId);
    return this.database.transaction(async (sql) => {
      await sql.query(LOCK_SUBJECT, [hashes[0]]);
      const [known] = await sql.query<{ receiptId: string }>(FIND_OPEN, [hashes]);
      const receiptId = known?.receiptId ?? newId('ers');
      await sql.query(OPEN, [receiptId, hashes[0], this.clock.date(), userId, claimed]);
      await sql.query(ADD_SESSIONS, [receiptId, userId, claimed, ERASED_STORES]);
      return receiptId;
    });
  }

  /** At most `limit` sessions after `after` that wait, by id. */
  waiting(receiptId: string, after: string, limit: number): Promise<WaitingSession[]> {
    return this.database.query<WaitingSession>(WAITING, [receiptId, after, limit]);
  }

  /** Notes what was done, in the transaction that did it or, without one, by itself. */
  async note({ receiptId, sessionId, pending, removed }: ErasureNote, sql: Sql = this.database): Promise<void> {
    await sql.query(NOTE, [receiptId, sessionId, pending, JSON.stringify(removed)]);
  }

  /** Closes an erasure of which nothing waits any more; its receipt stands from then on. */
  async finish(receiptId: string): Promise<void> {
    await this.database.transaction(async (sql) => {
      if ((await sql.query(LOCK, [receiptId])).length > 0) await sql.query(FINISH, [receiptId, this.clock.date()]);
    });
  }

  /** Undefined when there is no such receipt. */
  async find(receiptId: string): Promise<ErasureRecord | undefined> {
    const [record] = await this.database.query<ErasureRecord>(RECORD, [receiptId]);
    return record;
  }

  /** Other receipts of the same user, newest first, at most 100. */
  async earlier(userId: string, receiptId: string): Promise<string[]> {
    const rows = await this.database.query<{ receiptId: string }>(EARLIER, [this.hash.of(userId), receiptId]);
    return rows.map((row) => row.receiptId);
  }

  /** Erasures that are not done, oldest first. */
  async underWay(limit: number): Promise<string[]> {
    const rows = await this.database.query<{ receiptId: string }>(UNDER_WAY, [limit]);
    return rows.map(({ receiptId }) => receiptId);
  }

  /** Erasures that are done, but from whose deleted rows the database's files were not cleaned. */
  async inFiles(limit: number): Promise<string[]> {
    const rows = await this.database.query<{ receiptId: string }>(IN_FILES, [limit]);
    return rows.map(({ receiptId }) => receiptId);
  }

  /** The database's files hold nothing of these erasures any more. */
  async cleaned(receiptIds: readonly string[]): Promise<void> {
    await this.database.query(CLEANED, [receiptIds, this.clock.date()]);
  }
}
