import { PickType } from '@nestjs/swagger';
import { IsIn, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min, ValidateIf } from 'class-validator';
import { SESSION_ID_PATTERN } from '../../session/session-id.js';
import { IsStorableText } from '../../transport/storable-text.js';
import { SendMessageDto } from '../messages.dto.js';
import { TypingDto } from './chat-events.dto.js';

const SESSION_ID = { message: 'sessionId must be 1 to 128 characters of A-Z a-z 0-9 . _ : -' };
const TICKET_ID = { message: 'ticketId must be 1 to 128 characters of A-Z a-z 0-9 . _ : -' };

export class TicketNamedDto {
  @Matches(SESSION_ID_PATTERN, TICKET_ID)
  ticketId: string;
}

export class ReleaseDto extends TicketNamedDto {
  @IsOptional()
  @IsIn(['open', 'pending', 'solved'])
  status?: 'open' | 'pending' | 'solved';

  /** For other people of the desk. */
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  @IsStorableText()
  note?: string;
}

export class SessionNamedDto {
  @Matches(SESSION_ID_PATTERN, SESSION_ID)
  sessionId: string;
}

export class WatchDto extends SessionNamedDto {
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  afterSeq?: number;
}

export class SayDto extends PickType(SendMessageDto, ['message', 'clientMessageId']) {
  @Matches(SESSION_ID_PATTERN, SESSION_ID)
  sessionId: string;

  // In place of the IsOptional that is inherited.
  @ValidateIf(() => true)
  declare clientMessageId: string;
}

export class SessionTypingDto extends TypingDto {
  @Matches(SESSION_ID_PATTERN, SESSION_ID)
  sessionId: string;
}
