import { UseFilters, UseGuards, UsePipes } from '@nestjs/common';
import {
  ConnectedSocket,
  MessageBody,
  type OnGatewayConnection,
  type OnGatewayDisconnect,
  type OnGatewayInit,
  SubscribeMessage,
  WebSocketGateway,
} from '@nestjs/websockets';
import { type Handoff, type MessageAccepted, type Synced } from '@frontdesk/client';
import { Agent } from '../../agent/agent.js';
import { newId } from '../../common/ids.js';
import { HandoffDesk } from '../../handoff/handoff-desk.js';
import { currentRequestId } from '../../telemetry/request-context.js';
import { Operation } from '../../transport/operation.decorator.js';
import { validationPipe } from '../../transport/validation.pipe.js';
import { RequestHandoffDto } from '../../handoff/handoff.dto.js';
import { AckProblemFilter } from './ack-problem.filter.js';
import { NamedMessageDto, RefreshDto, SyncDto, TypingDto } from './chat-events.dto.js';
import { SocketAccessGuard } from './socket-access.guard.js';
import { CustomerSockets } from './customer-sockets.js';
import { SocketLimitGuard } from './socket-limit.guard.js';
import { type ChatNamespace, type ChatSocket } from './sockets.js';
import { TypingRelay } from './typing-relay.js';

/** What customers send. What a handler returns is the `data` of the acknowledgement. */
@WebSocketGateway({ namespace: 'chat' })
@UseFilters(AckProblemFilter)
@UseGuards(SocketAccessGuard, SocketLimitGuard)
@UsePipes(validationPipe())
export class ChatGateway implements OnGatewayInit, OnGatewayConnection, OnGatewayDisconnect {
  constructor(
    private readonly customers: CustomerSockets,
    private readonly agent: Agent,
    private readonly desk: HandoffDesk,
    private readonly typists: TypingRelay,
  ) {}

  afterInit(namespace: ChatNamespace): void {
    this.customers.open(namespace);
  }

  handleConnection(socket: ChatSocket): void {
    this.customers.connect(socket);
  }

  handleDisconnect(socket: ChatSocket): void {
    this.typists.leave(socket.id);
    this.customers.disconnect(socket);
  }

  @SubscribeMessage('message.send')
  @Operation('socket.message.send')
  async send(
    @ConnectedSocket() { data: { sessionId } }: ChatSocket,
    @MessageBody() { message, clientMessageId, attachmentIds, onBusy }: NamedMessageDto,
  ): Promise<MessageAccepted> {
    const requestId = currentRequestId() ?? newId('req');
    return this.agent.accept({ sessionId, message, clientMessageId, attachmentIds, onBusy, requestId });
  }

  @SubscribeMessage('turn.stop')
  @Operation('socket.turn.stop')
  async stop(@ConnectedSocket() { data: { sessionId } }: ChatSocket): Promise<{ stopped: boolean }> {
    return { stopped: await this.agent.stop(sessionId) };
  }

  @SubscribeMessage('typing')
  @Operation('socket.typing')
  typing(
    @ConnectedSocket() { id, data: { sessionId } }: ChatSocket,
    @MessageBody() { on }: TypingDto,
  ): Record<string, never> {
    this.typists.hear(id, { sessionId, who: 'customer', name: null, on });
    return {};
  }

  @SubscribeMessage('sync')
  @Operation('socket.sync')
  sync(@ConnectedSocket() socket: ChatSocket, @MessageBody() { afterSeq }: SyncDto): Promise<Synced> {
    return this.customers.sync(socket, afterSeq);
  }

  @SubscribeMessage('handoff.request')
  @Operation('socket.handoff.request')
  async requestHandoff(
    @ConnectedSocket() { data: { sessionId } }: ChatSocket,
    @MessageBody() { reason, note }: RequestHandoffDto,
  ): Promise<Handoff> {
    const { handoff } = await this.desk.request({ sessionId, reason, note: note ?? null });
    return handoff;
  }

  @SubscribeMessage('auth.refresh')
  @Operation('socket.auth.refresh')
  async refresh(
    @ConnectedSocket() socket: ChatSocket,
    @MessageBody() { token }: RefreshDto,
  ): Promise<{ expiresAt: string }> {
    return { expiresAt: new Date(await this.customers.refresh(socket, token)).toISOString() };
  }
}
