import { IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { IsStorableText } from '../transport/storable-text.js';

/** Who the customer is, with the proof that the host site gave them: `identityToken`, or `userId` and `userHash`. */
export class IdentityDto {
  /** A JWT of your site: `sub` is the customer's id, `exp` at most 24 hours ahead. */
  @IsOptional()
  @IsString()
  @MaxLength(8192)
  identityToken?: string;

  /** Who the customer is. Without a proof it is only claimed. @example 'customer-42' */
  @IsOptional()
  @IsString()
  @MaxLength(256)
  @IsStorableText()
  userId?: string;

  /** HMAC-SHA256 of `userId` under one of IDENTITY_SECRETS, in hexadecimal. */
  @IsOptional()
  @IsString()
  @Matches(/^[0-9a-fA-F]{64}$/, { message: 'userHash must be 64 hexadecimal characters' })
  userHash?: string;
}

export class VerifiedIdentityDto {
  sessionId: string;
  userId: string;
  /** Whether it was proved and not only claimed. */
  userVerified: boolean;
}
