import { Type } from 'class-transformer';
import { IsInt, IsObject, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { type JsonValue } from '../session/json-value.js';
import { type SessionData } from '../session/session-data.js';
import { SESSION_ID_PATTERN } from '../session/session-id.js';
import { NullCounts } from '../transport/null-counts.js';
import { IsStorableText } from '../transport/storable-text.js';
import { IdentityDto } from './identity.dto.js';

export class CreateSessionDto extends IdentityDto {
  /** Own id of the session; needs an API key. @example 'shop-4711' */
  @IsOptional()
  @IsString()
  @Matches(SESSION_ID_PATTERN, { message: 'sessionId must be 1 to 128 characters of A-Z a-z 0-9 . _ : -' })
  sessionId?: string;

  /** Anything of the caller's, up to 256 keys. @example { "page": "/pricing" } */
  @IsOptional()
  @IsObject()
  @IsStorableText()
  metadata?: Record<string, unknown>;
}

export class UpdateSessionDto {
  /** Per key: null removes it, any other value replaces it. */
  @IsOptional()
  @IsObject()
  @IsStorableText()
  metadata?: Record<string, unknown>;

  @IsOptional()
  @IsString()
  @MaxLength(256)
  @IsStorableText()
  @NullCounts()
  userId?: string | null;
}

export class ListSessionsDto {
  /** Sessions on a page. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit: number = 50;

  /** `nextCursor` of the page before. */
  @IsOptional()
  @IsString()
  @MaxLength(512)
  cursor?: string;
}

/** A session as callers see it: never its token or fingerprint. */
export class SessionDto {
  sessionId: string;
  userId: string | null;
  threadId: string;
  /** Messages accepted from the customer. */
  messageCount: number;
  escalated: boolean;
  metadata: Record<string, unknown>;
  /** The request that changed it last. */
  requestId: string | null;
  createdAt: string;
  updatedAt: string;
  lastActivity: string;
  expiresAt: string;
  /** Also the ETag. */
  version: number;

  static of(session: SessionData): SessionDto {
    const { sessionId, userId, threadId, messageCount, escalated, metadata, requestId, version } = session;
    return {
      ...{ sessionId, userId, threadId, messageCount, escalated, metadata, requestId, version },
      createdAt: new Date(session.createdAt).toISOString(),
      updatedAt: new Date(session.updatedAt).toISOString(),
      lastActivity: new Date(session.lastActivity).toISOString(),
      expiresAt: new Date(session.expiresAt).toISOString(),
    };
  }
}

export class CreatedSessionDto {
  session: SessionDto;
  /** Whether the userId was proved, and not only claimed. */
  userVerified: boolean;
  /** Send it as `Authorization: Bearer`; it opens this session only. */
  token: string;
  /** When the token ends. */
  expiresAt: string;
}

export class SessionPageDto {
  data: SessionDto[];
  nextCursor: string | null;
  hasMore: boolean;
}

/** JSON as the body parser makes it; the store checks depth, size and names. */
export function asJson(metadata: Record<string, unknown> | undefined): Record<string, JsonValue> | undefined {
  return metadata as Record<string, JsonValue> | undefined;
}
