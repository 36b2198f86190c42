import { IsBoolean, IsInt, IsString, Max, MaxLength, Min, ValidateIf } from 'class-validator';
import { SendMessageDto } from '../messages.dto.js';

/** A message over a socket is always named: its acknowledgement may get lost, and it is then sent again. */
export class NamedMessageDto extends SendMessageDto {
  // In place of the IsOptional that is inherited.
  @ValidateIf(() => true)
  declare clientMessageId: string;
}

export class TypingDto {
  @IsBoolean()
  on: boolean;
}

export class SyncDto {
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  afterSeq: number;
}

export class RefreshDto {
  @IsString()
  @MaxLength(1024)
  token: string;
}
