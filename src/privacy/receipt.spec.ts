import { describe, expect, it } from '@jest/globals';
import { type ErasureRecord, receiptOf } from './receipt.js';

const RECORD: ErasureRecord = {
  ...{ receiptId: 'ers_1', requestedAt: new Date(0), erasedAt: null, claimedLeftOut: 0, blobsGone: 0 },
  ...{ counts: {}, pending: {} },
};

describe('receiptOf', () => {
  it('counts a session for a store only when it is surely gone from there', () => {
    // Five sessions: two are gone everywhere, one waits for the session store, two were not begun.
    const counts = { sessions: 3, messages: 12, attachments: 4, attachmentChunks: 9 };
    const untouched = { postgres: 2, sessionStore: 2, eventLog: 2, webhooks: 2, files: 2 };
    const receipt = receiptOf({ ...RECORD, counts, blobsGone: 4, pending: { ...untouched, sessionStore: 3 } });
    expect(receipt.complete).toBe(false);
    expect(receipt.stores).toMatchObject({
      postgres: { sessions: 3, messages: 12, attachments: 4, tickets: 0 },
      ...{ sessionStore: { sessions: 2 }, eventLog: { sessions: 3 }, files: { blobs: 4 } },
      ...{ index: { attachmentChunks: 9 }, webhooks: { deliveries: 0 } },
    });
    expect(receipt.pending[0]).toEqual({ store: 'postgres', sessions: 2 });
  });

  it('of nobody known is complete and empty', () => {
    const receipt = receiptOf({ ...RECORD, erasedAt: new Date(1) });
    expect([receipt.complete, receipt.pending, receipt.stores.postgres.sessions]).toEqual([true, [], 0]);
  });
});
