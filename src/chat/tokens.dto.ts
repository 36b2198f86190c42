import { IsBoolean, IsOptional } from 'class-validator';

export class RenewTokenDto {
  /** Whether all tokens issued so far, the one of this request too, stop working. */
  @IsOptional()
  @IsBoolean()
  revokeOthers: boolean = false;
}

export class SessionTokenDto {
  /** Send it as `Authorization: Bearer`; it opens this session only. */
  token: string;
  /** When the token ends. */
  expiresAt: string;
}
