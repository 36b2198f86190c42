import { Transform, Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { type HandoffState } from '@frontdesk/client';
import { IsStorableText } from '../transport/storable-text.js';
import { TicketDto } from './handoff.dto.js';
import { type TicketChange } from './handoff-desk.js';
import { HANDOFF_STATES } from './handoff-state.js';
import { type TicketDetails, type TicketNote, type TicketStep } from './ticket-list.js';
import { type DeskTicket, toTicket } from './ticket-record.js';
import { TICKET_STATUSES, type TicketStatus } from './ticket-status.js';

const PRIORITIES = ['low', 'normal', 'high', 'urgent'] as const;
const CLIENT_MESSAGE_ID = /^[A-Za-z0-9._:-]{1,128}$/;

export class ListTicketsDto {
  /** One or several, separated by commas; default: all that are neither solved nor closed. */
  @IsOptional()
  @Transform(({ value }) => listOf(value))
  @IsIn(TICKET_STATUSES, { each: true })
  status?: TicketStatus[];

  @IsOptional()
  @IsIn(PRIORITIES)
  priority?: (typeof PRIORITIES)[number];

  /** `me`, `none`, or an operatorId. */
  @IsOptional()
  @IsString()
  @MaxLength(256)
  @IsStorableText()
  assignee?: string;

  /** One or several, separated by commas. */
  @IsOptional()
  @Transform(({ value }) => listOf(value))
  @IsIn(HANDOFF_STATES, { each: true })
  handoffState?: HandoffState[];

  @IsOptional()
  @IsString()
  @MaxLength(128)
  @IsStorableText()
  sessionId?: string;

  /** Tickets on a page. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit: number = 50;

  /** `nextCursor` of the page before. */
  @IsOptional()
  @IsString()
  @MaxLength(64)
  cursor?: string;
}

export class EditTicketDto {
  /** new, open, pending and on_hold lead to each other (not back to new) and to solved; solved to open and closed. */
  @IsOptional()
  @IsIn(TICKET_STATUSES)
  status?: TicketStatus;

  @IsOptional()
  @IsIn(PRIORITIES)
  priority?: (typeof PRIORITIES)[number];

  /** Adds a private note. */
  @IsOptional()
  @IsString()
  @MaxLength(8000)
  @Matches(/\S/, { message: 'note must not be empty' })
  @IsStorableText()
  note?: string;
}

export class ReleaseTicketDto {
  /** What the ticket becomes. */
  @IsOptional()
  @IsIn(['open', 'pending', 'solved'])
  status: 'open' | 'pending' | 'solved' = 'pending';

  /** Adds a private note. */
  @IsOptional()
  @IsString()
  @MaxLength(8000)
  @Matches(/\S/, { message: 'note must not be empty' })
  @IsStorableText()
  note?: string;

  /** Also when another person has it; needs an admin key. */
  @IsOptional()
  @IsBoolean()
  force: boolean = false;
}

export class HumanMessageDto {
  /** What the customer is told. @example 'Hello, this is Ana. I have your order here.' */
  @IsString()
  @MaxLength(8000)
  @Matches(/\S/, { message: 'message must not be empty' })
  @IsStorableText()
  message: string;

  /** Caller's own id of this message: sent again under it, the message is stored and told once. */
  @IsOptional()
  @IsString()
  @Matches(CLIENT_MESSAGE_ID, { message: 'clientMessageId must be 1 to 128 characters of A-Z a-z 0-9 . _ : -' })
  clientMessageId?: string;
}

export class SaidMessageDto {
  messageId: string;
  /** Its place among the messages of the session. */
  messageSeq: number;
  /** Number of the event that told it. */
  seq: number;
}

export class AddNoteDto {
  /** For colleagues; customers never see it. */
  @IsString()
  @MaxLength(8000)
  @Matches(/\S/, { message: 'text must not be empty' })
  @IsStorableText()
  text: string;
}

export class OperatorDto {
  operatorId: string;
  name: string;
}

export class DeskTicketDto extends TicketDto {
  /** Who has the conversation. */
  assignee: OperatorDto | null;
  /** What the conversation was about so far. */
  summary: string | null;
  /** Also the ETag. */
  version: number;

  static override of(ticket: DeskTicket): DeskTicketDto {
    const { assignee, summary, version } = ticket;
    return Object.assign(TicketDto.of(ticket), { assignee, summary, version });
  }
}

export class TicketPageDto {
  data: DeskTicketDto[];
  nextCursor: string | null;
  hasMore: boolean;
}

export class TicketChangeDto {
  ticket: DeskTicketDto;
  /** Number of the event that told it. */
  seq: number;

  static of({ ticket, seq }: TicketChange): TicketChangeDto {
    return { ticket: DeskTicketDto.of(ticket), seq };
  }
}

export class TicketNoteDto {
  noteId: string;
  author: OperatorDto;
  text: string;
  createdAt: string;

  static of({ noteId, authorId, authorName, text, createdAt }: TicketNote): TicketNoteDto {
    const author = { operatorId: authorId, name: authorName };
    return { noteId, author, text, createdAt: createdAt.toISOString() };
  }
}

export class TicketStepDto {
  state: 'none' | 'requested' | 'queued' | 'assigned' | 'active' | 'returned' | 'cancelled' | 'timed_out';
  reasons: string[];
  /** Null: the customer, the agent, or the desk by itself. */
  actor: OperatorDto | null;
  /** Number of the event that told it; null: the answer that opened the ticket told it. */
  seq: number | null;
  at: string;

  static of({ state, reasons, actorId, actorName, seq, at }: TicketStep): TicketStepDto {
    const actor = actorId !== null && actorName !== null ? { operatorId: actorId, name: actorName } : null;
    return { state, reasons: [...reasons], actor, seq, at: at.toISOString() };
  }
}

export class TicketFactDto {
  kind: string;
  value: string;
}

export class TicketDetailsDto extends DeskTicketDto {
  /** What the customer told of themselves. */
  facts: TicketFactDto[];
  /** Why a person was asked, by stable codes. */
  explanation: object[];
  /** Oldest first. */
  notes: TicketNoteDto[];
  /** Every step to a person and back, oldest first. */
  history: TicketStepDto[];

  static from({ ticket, facts, explanation, notes, history }: TicketDetails): TicketDetailsDto {
    return Object.assign(DeskTicketDto.of(toTicket(ticket)), {
      ...{ facts: [...facts], explanation: [...explanation] },
      notes: notes.map((note) => TicketNoteDto.of(note)),
      history: history.map((step) => TicketStepDto.of(step)),
    });
  }
}

/** A query names several values by commas, or by itself several times. */
function listOf(value: unknown): unknown {
  const values: unknown[] = Array.isArray(value) ? value : [value];
  return values.flatMap((one) => (typeof one === 'string' ? one.split(',') : [one]));
}
