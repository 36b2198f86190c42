import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { ValidationFailed } from '../common/app-error.js';

/** Highest number of an event. */
const MAX_SEQ = 2_147_483_647;

export class FollowEventsDto {
  /** Only events after this seq; without it, and without Last-Event-ID, those that come from now on. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(MAX_SEQ)
  afterSeq?: number;
}

/**
 * The number in a `Last-Event-ID`, the id of an event of this session: `<sessionId>:<seq>`. Null when there is none.
 * @throws ValidationFailed naming the header
 */
export function seqOfEventId(sessionId: string, eventId: string | undefined): number | null {
  if (eventId === undefined || eventId === '') return null;
  const digits = eventId.startsWith(`${sessionId}:`) ? eventId.slice(sessionId.length + 1) : '';
  const seq = Number(digits);
  if (/^\d{1,10}$/.test(digits) && seq <= MAX_SEQ) return seq;
  throw ValidationFailed.of('Last-Event-ID', 'must be the id of an event of this session: <sessionId>:<seq>');
}
