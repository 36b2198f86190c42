import { Injectable } from '@nestjs/common';
import { NotFound } from '../common/app-error.js';
import { erasedSessions, erasureRuns } from '../telemetry/privacy-metrics.js';
import { ErasureLedger } from './erasure-ledger.js';
import { type Receipt, receiptOf } from './receipt.js';
import { SessionErasure } from './session-erasure.js';

/** Sessions read from the list at a time. */
const BATCH = 100;

/** Erases customers: begun once, gone on with until nothing is left. */
@Injectable()
export class CustomerEraser {
  constructor(
    private readonly ledger: ErasureLedger,
    private readonly sessions: SessionErasure,
  ) {}

  /** Begins to erase a user, see `ErasureLedger.open`; nothing is removed before `run`. */
  begin(userId: string, options: { readonly claimed: boolean }): Promise<string> {
    return this.ledger.open(userId, options);
  }

  /**
   * Goes on with an erasure: works off what waits, once each, until `signal` ends it. May run in several processes at once and be cut at
   * any point.
   * @returns true when nothing is left anywhere
   * @throws DatabaseUnavailable
   */
  async run(receiptId: string, signal: AbortSignal): Promise<boolean> {
    const complete = await this.workOff(receiptId, signal);
    if (complete) await this.ledger.finish(receiptId);
    erasureRuns.inc({ result: complete ? 'complete' : 'pending' });
    return complete;
  }

  /** @throws NotFound */
  async receipt(receiptId: string): Promise<Receipt> {
    const record = await this.ledger.find(receiptId);
    if (!record) throw new NotFound('There is no such receipt.');
    return receiptOf(record);
  }

  private async workOff(receiptId: string, signal: AbortSignal): Promise<boolean> {
    let complete = true;
    for (let after = ''; ;) {
      const batch = await this.ledger.waiting(receiptId, after, BATCH);
      for (const waiting of batch) {
        if (signal.aborted) return false;
        const gone = await this.sessions.run(waiting, (note, sql) => this.ledger.note({ receiptId, ...note }, sql));
        if (gone) erasedSessions.inc();
        else complete = false;
        after = waiting.sessionId;
      }
      if (batch.length < BATCH) return complete;
    }
  }
}
