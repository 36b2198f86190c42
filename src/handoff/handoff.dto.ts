import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { type EscalationReason } from '../common/escalation-reason.js';
import { IsStorableText } from '../transport/storable-text.js';
import { type DeskTicket } from './ticket-record.js';

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
  status: 'new' | 'open' | 'pending' | 'on_hold' | 'solved' | 'closed';
  priority: 'low' | 'normal' | 'high' | 'urgent';
  reasons: string[];
  /** Where the conversation is on its way to a person and back. */
  handoffState: 'none' | 'requested' | 'queued' | 'assigned' | 'active' | 'returned' | 'cancelled' | 'timed_out';
  /** What whoever asked for a person wrote. */
  note: string | null;
  createdAt: string;
  updatedAt: string;

  static of({ ticketId, number, sessionId, status, priority, handoffState, note, ...ticket }: DeskTicket): TicketDto {
    const { createdAt, updatedAt } = ticket;
    const reasons = [...ticket.reasons];
    return { ticketId, number, sessionId, status, priority, reasons, handoffState, note, createdAt, updatedAt };
  }
}
