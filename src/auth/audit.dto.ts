import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import { OPERATIONS } from '../transport/operations.js';
import { type AuditEntry } from './audit-log.js';

const ACTIONS = Object.keys(OPERATIONS);

export class ListAuditDto {
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit: number = 50;

  /** `nextCursor` of the page before. */
  @IsOptional()
  @Matches(/^[1-9][0-9]{0,17}$/, { message: 'cursor must be the nextCursor of an earlier page' })
  cursor?: string;

  /** Only acts of this operation. @example 'keys.revoke' */
  @IsOptional()
  @IsIn(ACTIONS, { message: 'action must be the name of an operation; they are listed in docs/access.md' })
  action?: string;

  /** Only acts of this key, or of the command line (`cli`). @example 'key_5d0c' */
  @IsOptional()
  @Matches(/^[\w.:-]{1,128}$/, { message: 'actor must be the id of a key, or cli' })
  actor?: string;
}

export class AuditEntryDto {
  auditId: string;
  at: string;
  /** The key that was used; `cli` for commands on the server. */
  actor: { id: string; name: string };
  /** The operation. @example 'keys.revoke' */
  action: string;
  /** What it was done to: ids by their names; `customer` is a keyed hash of a customer's id. */
  @ApiProperty({
    type: 'object',
    additionalProperties: { oneOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] },
  })
  subject: Record<string, string | string[]>;
  /** `ok`, or the code of the error. Null: it goes on at this moment, or its process died in it. */
  outcome: string | null;
  requestId: string | null;
  address: string | null;

  static of(entry: AuditEntry): AuditEntryDto {
    const { auditId, action, outcome, requestId, address } = entry;
    return {
      ...{ auditId, action, outcome, requestId, address },
      at: entry.at.toISOString(),
      actor: { id: entry.actorId, name: entry.actorName },
      subject: entry.subject as Record<string, string | string[]>,
    };
  }
}

export class AuditPageDto {
  data: AuditEntryDto[];
  nextCursor: string | null;
  hasMore: boolean;
}
