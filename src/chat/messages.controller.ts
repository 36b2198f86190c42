import { Body, Controller, Get, Headers, HttpCode, Param, Post, Put, Query, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBearerAuth, ApiOkResponse, ApiProduces, ApiSecurity, ApiTags } from '@nestjs/swagger';
import { type Response } from 'express';
import { Agent } from '../agent/agent.js';
import { NotFound, ValidationFailed } from '../common/app-error.js';
import { Clock } from '../common/clock.js';
import { newId } from '../common/ids.js';
import { LiveSessions } from '../conversation/live-sessions.js';
import { Messages } from '../conversation/messages.js';
import { currentRequestId } from '../telemetry/request-context.js';
import { Operation } from '../transport/operation.decorator.js';
import { sendEventStream } from '../transport/event-stream.js';
import { AgentResponseDto } from './agent-response.dto.js';
import { FeedbackDto, ListMessagesDto, MessageDto, MessagePageDto, SendMessageDto } from './messages.dto.js';
import { toServerSentEvents } from './turn-delivery.js';

@ApiTags('Chat')
@ApiBearerAuth()
@ApiSecurity('apiKey')
@Controller('chat/:sessionId')
export class MessagesController {
  constructor(
    private readonly agent: Agent,
    private readonly liveSessions: LiveSessions,
    private readonly messages: Messages,
    private readonly clock: Clock,
  ) {}

  /**
   * Sends a message and gets the answer: whole as JSON, or as it is made with `Accept: text/event-stream`. While a person answers the
   * conversation, the message is stored for them and the answer is 202 with an empty `message`.
   */
  @Post('messages')
  @Operation('messages.send')
  @HttpCode(200)
  @ApiOkResponse({ type: AgentResponseDto })
  @ApiAcceptedResponse({ type: AgentResponseDto })
  @ApiProduces('application/json', 'text/event-stream')
  async send(
    @Param('sessionId') sessionId: string,
    @Body() { message, attachmentIds, clientMessageId, onBusy }: SendMessageDto,
    @Headers('idempotency-key') idempotencyKey: string | undefined,
    @Headers('accept') accept: string | undefined,
    @Res() response: Response,
  ): Promise<void> {
    const requestId = currentRequestId() ?? newId('req');
    const id = messageIdOf(clientMessageId, idempotencyKey);
    const request = { sessionId, message, attachmentIds, clientMessageId: id, onBusy, requestId };
    if (accept?.includes('text/event-stream')) {
      await sendEventStream(response, toServerSentEvents(this.agent.turn(request)));
    } else {
      const answer = await this.agent.answer(request);
      response.status(answer.handledBy === 'human' ? 202 : 200).json(answer);
    }
  }

  /** The messages of the session, oldest first. */
  @Get('messages')
  @Operation('messages.list')
  async list(
    @Param('sessionId') sessionId: string,
    @Query() { afterSeq, limit }: ListMessagesDto,
  ): Promise<MessagePageDto> {
    await this.liveSessions.open(sessionId);
    const found = await this.messages.list(sessionId, afterSeq, limit + 1);
    const page = found.slice(0, limit);
    const hasMore = found.length > limit;
    const nextCursor = hasMore ? String(page.at(-1)?.seq ?? afterSeq) : null;
    return { data: page.map((message) => MessageDto.of(message)), nextCursor, hasMore };
  }

  /** Stops the answer that is being made. */
  @Post('stop')
  @Operation('turn.stop')
  @HttpCode(202)
  async stop(@Param('sessionId') sessionId: string): Promise<{ stopped: boolean }> {
    await this.liveSessions.open(sessionId);
    return { stopped: await this.agent.stop(sessionId) };
  }

  /** Rates a reply; a later rating replaces the one before. */
  @Put('messages/:messageId/feedback')
  @Operation('messages.rate')
  @HttpCode(204)
  async rate(
    @Param('sessionId') sessionId: string,
    @Param('messageId') messageId: string,
    @Body() { rating, reason, comment }: FeedbackDto,
  ): Promise<void> {
    await this.liveSessions.open(sessionId);
    const feedback = { rating, reason: reason ?? null, comment: comment ?? null };
    const rated = await this.messages.rate(sessionId, messageId, feedback, this.clock.date());
    if (!rated) throw new NotFound('This session has no such reply.');
  }
}

function messageIdOf(clientMessageId: string | undefined, idempotencyKey: string | undefined): string | null {
  if (idempotencyKey === undefined || idempotencyKey === clientMessageId) return clientMessageId ?? null;
  if (clientMessageId !== undefined) {
    throw ValidationFailed.of('Idempotency-Key', 'must equal clientMessageId when both are sent');
  }
  if (/^[\x21-\x7e]{1,255}$/.test(idempotencyKey)) return idempotencyKey;
  throw ValidationFailed.of('Idempotency-Key', 'must be 1 to 255 visible ASCII characters');
}
