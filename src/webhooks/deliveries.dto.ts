import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import { type Delivery, DELIVERY_STATUSES, type DeliveryStatus } from './deliveries.js';

export class ListDeliveriesDto {
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  limit: number = 50;

  /** `nextCursor` of the page before. */
  @IsOptional()
  @Matches(/^[1-9][0-9]{0,17}$/, { message: 'cursor must be the nextCursor of an earlier page' })
  cursor?: string;

  /** Only deliveries that stand so. */
  @IsOptional()
  @IsIn(DELIVERY_STATUSES)
  status?: DeliveryStatus;
}

/** One event on its way to one webhook. */
export class DeliveryDto {
  deliveryId: string;
  /** The header `webhook-id`. */
  eventId: string;
  type: string;
  sessionId: string | null;
  /** `waiting`: an earlier event of its session is not over; `dead`: every try failed. */
  status: DeliveryStatus;
  attempts: number;
  /** Status of the last answer. */
  lastStatus: number | null;
  /** Why the last try had no answer: `timeout`, `unreachable`, `bad_answer`, `address_refused` or the code of another failure. */
  lastError: string | null;
  /** Null: at once, or never. */
  nextAttemptAt: string | null;
  occurredAt: string;
  /** When it was delivered or given up. */
  settledAt: string | null;

  static of(delivery: Delivery): DeliveryDto {
    const { position, eventId, type, sessionId, status, attempts, lastStatus, lastError } = delivery;
    return {
      ...{ deliveryId: position, eventId, type, sessionId, status, attempts, lastStatus, lastError },
      nextAttemptAt: delivery.dueAt?.toISOString() ?? null,
      occurredAt: delivery.occurredAt.toISOString(),
      settledAt: delivery.settledAt?.toISOString() ?? null,
    };
  }
}

export class DeliveryPageDto {
  data: DeliveryDto[];
  nextCursor: string | null;
  hasMore: boolean;
}
