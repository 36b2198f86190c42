import { Controller, Get, Headers, Param, Query, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiProduces, ApiSecurity, ApiTags } from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import { LiveSessions } from '../conversation/live-sessions.js';
import { SessionEvents } from '../events/session-events.js';
import { Operation } from '../transport/operation.decorator.js';
import { FollowEventsDto, seqOfEventId } from './events.dto.js';
import { FollowPass } from './follow-pass.js';
import { FollowStreams } from './follow-streams.js';

@ApiTags('Chat')
@ApiBearerAuth()
@ApiSecurity('apiKey')
@Controller('chat/:sessionId/events')
export class EventsController {
  constructor(
    private readonly events: SessionEvents,
    private readonly liveSessions: LiveSessions,
    private readonly streams: FollowStreams,
    private readonly pass: FollowPass,
  ) {}

  /**
   * Follows the session's events as an event stream, with no end of its own. `Last-Event-ID` (or `afterSeq`) resumes after that event, on
   * any instance; `sync.reset` says that too much was missed to be sent: read the messages instead, it goes on after its `lastSeq`.
   */
  @Get()
  @Operation('events.follow')
  @ApiProduces('text/event-stream')
  @ApiOkResponse({ description: 'Events as they come' })
  async follow(
    @Param('sessionId') sessionId: string,
    @Query() { afterSeq }: FollowEventsDto,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const after = seqOfEventId(sessionId, lastEventId) ?? afterSeq ?? null;
    await this.liveSessions.open(sessionId);
    const stream = this.streams.open(response, { sessionId, isGood: () => this.pass.isGood(sessionId, request) });
    const following = await this.events.follow(sessionId, after, stream);
    try {
      stream.begin();
      await stream.over;
    } finally {
      following.close();
    }
  }
}
