import { type RemovedRows } from '../conversation/removed-rows.js';

/** Places that an erasure empties, in this order. */
export const ERASED_STORES = ['postgres', 'sessionStore', 'eventLog', 'webhooks', 'files'] as const;
export type ErasedStore = (typeof ERASED_STORES)[number];

/** What an erasure has removed so far. */
export interface ErasedCounts extends RemovedRows {
  readonly sessions: number;
  readonly webhookDeliveries: number;
}

/** An erasure as it is on record: it names nobody. */
export interface ErasureRecord {
  readonly receiptId: string;
  readonly requestedAt: Date;
  /** When nothing was left anywhere; null: it is under way. */
  readonly erasedAt: Date | null;
  readonly claimedLeftOut: number;
  readonly counts: Partial<ErasedCounts>;
  /** Files of sessions whose bytes are all gone from the storage. */
  readonly blobsGone: number;
  /** For each store how many sessions may still be found there. */
  readonly pending: Partial<Readonly<Record<ErasedStore, number>>>;
}

/** What was removed from each place. */
export interface ErasedFrom {
  readonly postgres: Omit<ErasedCounts, 'attachmentChunks' | 'webhookDeliveries'>;
  readonly sessionStore: { readonly sessions: number };
  readonly eventLog: { readonly sessions: number };
  readonly files: { readonly blobs: number };
  readonly index: { readonly attachmentChunks: number };
  readonly webhooks: { readonly deliveries: number };
}

/** Proof of an erasure. */
export interface Receipt extends Pick<ErasureRecord, 'receiptId' | 'requestedAt' | 'erasedAt'> {
  /** Nothing is left anywhere. */
  readonly complete: boolean;
  readonly stores: ErasedFrom;
  readonly pending: readonly { readonly store: ErasedStore; readonly sessions: number }[];
  readonly leftOut: { readonly claimedSessions: number };
}

/** The receipt that a record stands for. */
export function receiptOf(record: ErasureRecord): Receipt {
  const { receiptId, requestedAt, erasedAt, claimedLeftOut, pending } = record;
  const waiting = ERASED_STORES.map((store) => ({ store, sessions: pending[store] ?? 0 }));
  return {
    ...{ receiptId, requestedAt, erasedAt, complete: erasedAt !== null },
    stores: storesOf(record),
    pending: waiting.filter(({ sessions }) => sessions > 0),
    leftOut: { claimedSessions: claimedLeftOut },
  };
}

/** Of what follows the record, a session counts when it is surely gone there. */
function storesOf({ counts, pending, blobsGone }: ErasureRecord): ErasedFrom {
  const { attachmentChunks = 0, webhookDeliveries = 0, ...rows } = counts;
  const { sessions = 0, messages = 0, turns = 0, memories = 0, feedback = 0, attachments = 0 } = rows;
  const { tickets = 0, ticketNotes = 0, ticketEvents = 0 } = rows;
  // Of a session that waits everywhere nothing was removed yet, so it is in no count.
  const untouched = pending.postgres ?? 0;
  const goneFrom = (store: ErasedStore): number => sessions - ((pending[store] ?? 0) - untouched);
  return {
    postgres: { sessions, messages, turns, memories, feedback, attachments, tickets, ticketNotes, ticketEvents },
    sessionStore: { sessions: goneFrom('sessionStore') },
    eventLog: { sessions: goneFrom('eventLog') },
    files: { blobs: blobsGone },
    index: { attachmentChunks },
    webhooks: { deliveries: webhookDeliveries },
  };
}
