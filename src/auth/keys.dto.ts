import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsISO8601,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { IsStorableText } from '../transport/storable-text.js';
import { type KeyRecord } from './key-ledger.js';
import { type Scope, SCOPES } from './principal.js';

/** Longest name of a key, in characters. */
const MOST_NAME_CHARS = 100;

export class CreateKeyDto {
  /** Whose key it is, or what it is for. @example 'shop backend' */
  @IsString()
  @MaxLength(MOST_NAME_CHARS)
  @Matches(/\S/, { message: 'name must not be empty' })
  @IsStorableText()
  name: string;

  /** What it may do; `admin` includes the others. @example ['chat'] */
  @ApiProperty({ enum: SCOPES, isArray: true })
  @IsArray()
  @ArrayNotEmpty()
  @ArrayUnique()
  @IsIn(SCOPES, { each: true, message: `each of scopes must be one of ${SCOPES.join(', ')}` })
  scopes: Scope[];

  /** When it ends by itself; without it, never. */
  @ApiProperty({ type: String, format: 'date-time', required: false, example: '2030-01-31T00:00:00Z' })
  @IsOptional()
  @IsISO8601(
    { strict: true, strictSeparator: true },
    { message: 'expiresAt must be a time such as 2030-01-31T00:00:00Z' },
  )
  @MaxLength(40)
  expiresAt?: string;
}

export class ListKeysDto {
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit: number = 50;

  /** `nextCursor` of the page before. */
  @IsOptional()
  @Matches(/^[1-9][0-9]{0,14}$/, { message: 'cursor must be the nextCursor of an earlier page' })
  cursor?: string;
}

/** A key as people see it: never the key itself. */
export class KeyDto {
  keyId: string;
  name: string;
  /** How the key begins, to tell keys apart. @example 'fd_ab12' */
  prefix: string | null;
  @ApiProperty({ enum: SCOPES, isArray: true })
  scopes: Scope[];
  createdAt: string;
  expiresAt: string | null;
  /** To the minute. */
  lastUsedAt: string | null;
  revokedAt: string | null;

  static of(record: KeyRecord): KeyDto {
    return outwardOf(record);
  }
}

export class CreatedKeyDto extends KeyDto {
  /** Send it as `X-API-Key`. Keep it: it is not shown again. */
  key: string;

  static with(made: KeyRecord & { readonly key: string }): CreatedKeyDto {
    return { ...outwardOf(made), key: made.key };
  }
}

export class KeyPageDto {
  data: KeyDto[];
  nextCursor: string | null;
  hasMore: boolean;
}

function outwardOf(record: KeyRecord): Pick<KeyDto, keyof KeyDto> {
  const { keyId, name, prefix, scopes } = record;
  return {
    ...{ keyId, name, prefix, scopes: [...scopes] },
    createdAt: record.createdAt.toISOString(),
    expiresAt: record.expiresAt?.toISOString() ?? null,
    lastUsedAt: record.lastUsedAt?.toISOString() ?? null,
    revokedAt: record.revokedAt?.toISOString() ?? null,
  };
}
