import { Body, Controller, Get, Headers, HttpCode, Param, Patch, Post, Query, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiSecurity, ApiTags } from '@nestjs/swagger';
import { type Response } from 'express';
import { type AuthenticatedRequest } from '../auth/access.guard.js';
import { Forbidden } from '../auth/auth.errors.js';
import { newId } from '../common/ids.js';
import { Operation } from '../transport/operation.decorator.js';
import { CurrentOperator, OPERATOR_NAME_HEADER } from './current-operator.js';
import { HandoffDesk } from './handoff-desk.js';
import { type Operator } from './operator.js';
import { TicketEdits } from './ticket-edits.js';
import { TicketList } from './ticket-list.js';
import { toTicket } from './ticket-record.js';
import { versionOf } from '../transport/if-match.js';
import {
  AddNoteDto,
  DeskTicketDto,
  EditTicketDto,
  HumanMessageDto,
  ListTicketsDto,
  ReleaseTicketDto,
  SaidMessageDto,
  TicketChangeDto,
  TicketDetailsDto,
  TicketPageDto,
} from './tickets.dto.js';

@ApiTags('Tickets')
@ApiSecurity('apiKey')
@ApiHeader({
  name: OPERATOR_NAME_HEADER,
  required: false,
  description:
    'Name of the person, where several share a key; customers see it. Other than Latin letters percent-encoded.',
})
@Controller('tickets')
export class TicketsController {
  constructor(
    private readonly desk: HandoffDesk,
    private readonly tickets: TicketList,
    private readonly edits: TicketEdits,
  ) {}

  /** The queue: most urgent first, then oldest. */
  @Get()
  @Operation('tickets.list')
  async list(@Query() query: ListTicketsDto, @CurrentOperator() operator: Operator): Promise<TicketPageDto> {
    const { status, priority, assignee, handoffState, sessionId, limit, cursor } = query;
    const assigneeId = { me: operator.operatorId, none: null }[assignee ?? ''] ?? assignee;
    const filter = { statuses: status, priority, assigneeId, handoffStates: handoffState, sessionId };
    const { tickets, nextCursor } = await this.tickets.page(filter, limit, cursor);
    const data = tickets.map((ticket) => DeskTicketDto.of(toTicket(ticket)));
    return { data, nextCursor, hasMore: nextCursor !== null };
  }

  /** One ticket with what is known, notes and history. */
  @Get(':ticketId')
  @Operation('tickets.get')
  async get(
    @Param('ticketId') ticketId: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<TicketDetailsDto> {
    return withETag(response, TicketDetailsDto.from(await this.tickets.details(ticketId)));
  }

  /** Changes status or priority, adds a private note; with If-Match only the version that the caller has read. */
  @Patch(':ticketId')
  @Operation('tickets.update')
  async edit(
    @Param('ticketId') ticketId: string,
    @Body() edit: EditTicketDto,
    @Headers('if-match') ifMatch: string | undefined,
    @CurrentOperator() operator: Operator,
    @Res({ passthrough: true }) response: Response,
  ): Promise<TicketDetailsDto> {
    await this.edits.edit(ticketId, operator, edit, versionOf(ifMatch));
    return this.get(ticketId, response);
  }

  /** Takes the conversation over: from now on the agent is silent. Refused with 409 when another person has it. */
  @Post(':ticketId/claim')
  @Operation('tickets.claim')
  @HttpCode(200)
  async claim(@Param('ticketId') ticketId: string, @CurrentOperator() operator: Operator): Promise<TicketChangeDto> {
    return TicketChangeDto.of(await this.desk.claim(ticketId, operator));
  }

  /** Gives the conversation back to the agent. */
  @Post(':ticketId/release')
  @Operation('tickets.release')
  @HttpCode(200)
  async release(
    @Param('ticketId') ticketId: string,
    @Body() how: ReleaseTicketDto,
    @CurrentOperator() operator: Operator,
    @Req() { principal }: AuthenticatedRequest,
  ): Promise<TicketChangeDto> {
    const isAdmin = principal?.kind === 'api_key' && principal.scopes.includes('admin');
    if (how.force && !isAdmin) throw new Forbidden('To release what another person has needs an admin key.');
    return TicketChangeDto.of(await this.desk.release(ticketId, operator, how));
  }

  /** Speaks to the customer, for whoever has claimed the ticket. */
  @Post(':ticketId/messages')
  @Operation('tickets.say')
  async say(
    @Param('ticketId') ticketId: string,
    @Body() { message, clientMessageId = newId('msg') }: HumanMessageDto,
    @CurrentOperator() operator: Operator,
  ): Promise<SaidMessageDto> {
    const { sessionId } = await this.desk.ticket(ticketId);
    return this.desk.say(sessionId, operator, { message, clientMessageId });
  }

  /** Adds a private note. */
  @Post(':ticketId/notes')
  @Operation('tickets.note')
  async note(
    @Param('ticketId') ticketId: string,
    @Body() { text }: AddNoteDto,
    @CurrentOperator() operator: Operator,
  ): Promise<TicketDetailsDto> {
    await this.edits.edit(ticketId, operator, { note: text });
    return TicketDetailsDto.from(await this.tickets.details(ticketId));
  }
}

function withETag<T extends DeskTicketDto>(response: Response, ticket: T): T {
  response.setHeader('ETag', `"${ticket.version}"`);
  return ticket;
}
