import { Injectable } from '@nestjs/common';
import { SessionEraser } from '../chat/session-eraser.js';
import { Clock } from '../common/clock.js';
import { Conversations } from '../conversation/conversations.js';
import { SessionBlobs } from '../tools/attachment/session-blobs.js';
import { OutboxEraser } from '../webhooks/outbox-eraser.js';
import { ERASED_STORES, type ErasedCounts, type ErasedStore } from './receipt.js';
import { type ErasureNote, type WaitingSession } from './erasure-ledger.js';
import { type Sql } from '../database/sql.js';

/** Puts on record what was removed, with `sql` if it is given. */
export type TakeNote = (note: Omit<ErasureNote, 'receiptId'>, sql?: Sql) => Promise<void>;

const FOLLOWING = ERASED_STORES.filter((store) => store !== 'postgres');

/** Erases one session of a customer, as far as its stores can be reached. Every step may be repeated. */
@Injectable()
export class SessionErasure {
  constructor(
    private readonly conversations: Conversations,
    private readonly live: SessionEraser,
    private readonly outbox: OutboxEraser,
    private readonly blobs: SessionBlobs,
    private readonly clock: Clock,
  ) {}

  /**
   * @returns whether it is gone from everywhere
   * @throws DatabaseUnavailable
   */
  async run({ sessionId, pending }: WaitingSession, note: TakeNote): Promise<boolean> {
    if (pending.includes('postgres') && !(await this.eraseRecord(sessionId, note))) {
      // Its customer deleted it in the meantime: nothing was removed here, but all of it has to be gone.
      await note({ sessionId, pending: FOLLOWING, removed: {} });
    }
    const { sessionStore, eventLog } = await this.live.removeLive(sessionId);
    const webhookDeliveries = await this.outbox.erase(sessionId);
    const blobsLeft = await this.blobs.erase(sessionId);
    const still: Partial<Record<ErasedStore, boolean>> = {
      sessionStore: !sessionStore,
      eventLog: !eventLog,
      files: blobsLeft > 0,
    };
    const rest = FOLLOWING.filter((store) => still[store] === true);
    await note({ sessionId, pending: rest, removed: { webhookDeliveries } });
    return rest.length === 0;
  }

  private async eraseRecord(sessionId: string, note: TakeNote): Promise<boolean> {
    return this.conversations.erase(sessionId, this.clock.date(), (sql, rows) => {
      const removed: Partial<ErasedCounts> = { sessions: 1, ...rows };
      return note({ sessionId, pending: FOLLOWING, removed }, sql);
    });
  }
}
