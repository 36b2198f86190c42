import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiSecurity, ApiTags } from '@nestjs/swagger';
import { Clock } from '../common/clock.js';
import { newId } from '../common/ids.js';
import { LiveSessions } from '../conversation/live-sessions.js';
import { SessionProjection } from '../conversation/session-projection.js';
import { Tickets } from '../conversation/tickets.js';
import { SessionGone } from '../session/session.errors.js';
import { InjectSessionStore, type SessionStore } from '../session/session-store.js';
import { Access } from '../transport/access.decorator.js';
import { RequestHandoffDto, TicketDto } from './handoff.dto.js';

@ApiTags('Handoff')
@ApiBearerAuth()
@ApiSecurity('apiKey')
@Controller('sessions/:sessionId/handoff')
export class HandoffController {
  constructor(
    private readonly liveSessions: LiveSessions,
    private readonly tickets: Tickets,
    private readonly projection: SessionProjection,
    private readonly clock: Clock,
    @InjectSessionStore() private readonly store: SessionStore,
  ) {}

  /** Asks for a person. The session's open ticket is returned if there is one already. */
  @Post()
  @Access('owner', 'chat')
  async request(
    @Param('sessionId') sessionId: string,
    @Body() { reason, note }: RequestHandoffDto,
  ): Promise<TicketDto> {
    await this.liveSessions.open(sessionId);
    const ticket = await this.tickets.open({
      sessionId,
      ticketId: newId('tkt'),
      reasons: [reason],
      note: note ?? null,
      at: this.clock.date(),
    });
    if (!ticket) throw new SessionGone('The session was deleted.');
    await this.projection.tell(sessionId, () => this.store.update(sessionId, { escalated: true }));
    return TicketDto.of(ticket);
  }
}
