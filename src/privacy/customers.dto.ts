import { IsIn, IsOptional, IsString, Matches, MaxLength, MinLength } from 'class-validator';
import { IsStorableText } from '../transport/storable-text.js';
import { ERASED_STORES, type ErasedFrom, type ErasedStore, type Receipt } from './receipt.js';

export class CustomerParamsDto {
  /** Who the customer is, as the sessions have it. @example 'customer-42' */
  @IsString()
  @MinLength(1)
  @MaxLength(256)
  @IsStorableText()
  userId: string;
}

export class CustomerQueryDto {
  /**
   * Sessions whose user nobody has vouched for: anybody can claim to be somebody. `include` them only when you know that they are this
   * customer's.
   */
  @IsOptional()
  @IsIn(['exclude', 'include'])
  claimed: 'exclude' | 'include' = 'exclude';
}

export class ReceiptParamsDto {
  /** @example 'ers_5d0c1f0e8a7b4c3d9e2f1a0b5c6d7e8f' */
  @Matches(/^ers_[0-9a-f]{32}$/, { message: 'receiptId must be the receiptId of an erasure' })
  receiptId: string;
}

class ErasedRowsDto {
  sessions: number;
  messages: number;
  turns: number;
  memories: number;
  feedback: number;
  attachments: number;
  tickets: number;
  ticketNotes: number;
  ticketEvents: number;
}

class ErasedSessionsDto {
  /** Sessions that are surely gone from there. */
  sessions: number;
}

class ErasedFilesDto {
  /** Files whose bytes are gone from the storage. */
  blobs: number;
}

class ErasedIndexDto {
  attachmentChunks: number;
}

class ErasedWebhooksDto {
  /** Deliveries removed from the outbox; the notice that a session was deleted is still delivered. */
  deliveries: number;
}

class ErasedStoresDto {
  postgres: ErasedRowsDto;
  sessionStore: ErasedSessionsDto;
  eventLog: ErasedSessionsDto;
  files: ErasedFilesDto;
  index: ErasedIndexDto;
  webhooks: ErasedWebhooksDto;
}

class PendingStoreDto {
  @IsIn(ERASED_STORES)
  store: ErasedStore;
  /** Sessions that may still be found there. */
  sessions: number;
}

class LeftOutDto {
  /** Sessions of somebody who only claims to be this user. */
  claimedSessions: number;
}

/** Proof of an erasure. It names nobody. */
export class ReceiptDto {
  receiptId: string;
  requestedAt: string;
  /** When nothing was left anywhere. */
  erasedAt: string | null;
  /** Nothing is left anywhere. While it is false, the desk goes on by itself; look again. */
  complete: boolean;
  stores: ErasedStoresDto;
  /** What is still to come, by store. */
  pending: PendingStoreDto[];
  leftOut: LeftOutDto;

  static of({ requestedAt, erasedAt, ...receipt }: Receipt): ReceiptDto {
    const stores: ErasedFrom = receipt.stores;
    return {
      ...receipt,
      stores,
      pending: [...receipt.pending],
      requestedAt: requestedAt.toISOString(),
      erasedAt: erasedAt?.toISOString() ?? null,
    };
  }
}

/** The receipt, for whoever asked for the erasure. */
export class ErasureDto extends ReceiptDto {
  /** Only in this answer: what is stored of it is a keyed hash. */
  userId: string;
  /** Other receipts of the same user, newest first. */
  earlierReceipts: string[];

  static forCaller(receipt: Receipt, about: Pick<ErasureDto, 'userId' | 'earlierReceipts'>): ErasureDto {
    return Object.assign(new ErasureDto(), ReceiptDto.of(receipt), about);
  }
}
