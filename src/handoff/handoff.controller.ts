import { Body, Controller, Delete, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiSecurity, ApiTags } from '@nestjs/swagger';
import { Operation } from '../transport/operation.decorator.js';
import { RequestHandoffDto, TicketDto } from './handoff.dto.js';
import { HandoffDesk } from './handoff-desk.js';

@ApiTags('Handoff')
@ApiBearerAuth()
@ApiSecurity('apiKey')
@Controller('sessions/:sessionId/handoff')
export class HandoffController {
  constructor(private readonly desk: HandoffDesk) {}

  /** Asks for a person. The session's open ticket is returned if there is one already. */
  @Post()
  @Operation('handoff.request')
  async request(
    @Param('sessionId') sessionId: string,
    @Body() { reason, note }: RequestHandoffDto,
  ): Promise<TicketDto> {
    const { ticket } = await this.desk.request({ sessionId, reason, note: note ?? null });
    return TicketDto.of(ticket);
  }

  /** No person is wanted any more: the ticket is solved. Refused with 409 when a person answers already. */
  @Delete()
  @Operation('handoff.cancel')
  @HttpCode(204)
  async cancel(@Param('sessionId') sessionId: string): Promise<void> {
    await this.desk.cancel(sessionId);
  }
}
