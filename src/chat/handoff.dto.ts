import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { type EscalationReason } from '../common/escalation-reason.js';
import { type Ticket } from '../conversation/tickets.js';
import { IsStorableText } from '../transport/storable-text.js';

export class RequestHandoffDto {
  @IsOptional()
  @IsIn(['human_request'])
  reason: EscalationReason = 'human_request';

  /** For the person who takes over. */
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  @IsStorableText()
  note?: string;
}

export class TicketDto {
  ticketId: string;
  /** What people call it. */
  number: number;
  sessionId: string;
  status: string;
  priority: string;
  reasons: string[];
  note: string | null;
  createdAt: string;
  updatedAt: string;

  static of({ reasons, createdAt, updatedAt, ...ticket }: Ticket): TicketDto {
    return {
      ...ticket,
      reasons: [...reasons],
      createdAt: createdAt.toISOString(),
      updatedAt: updatedAt.toISOString(),
    };
  }
}
