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
import { type Synced } from '@frontdesk/client';
import { HandoffDesk, type TicketChange } from '../../handoff/handoff-desk.js';
import { Operation } from '../../transport/operation.decorator.js';
import { validationPipe } from '../../transport/validation.pipe.js';
import { AckProblemFilter } from './ack-problem.filter.js';
import {
  ReleaseDto,
  SayDto,
  SessionNamedDto,
  SessionTypingDto,
  TicketNamedDto,
  WatchDto,
} from './console-events.dto.js';
import { ConsoleSockets } from './console-sockets.js';
import { SocketAccessGuard } from './socket-access.guard.js';
import { SocketDoor } from './socket-door.js';
import { SocketLimitGuard } from './socket-limit.guard.js';
import { type ConsoleNamespace, type ConsoleSocket } from './sockets.js';
import { TypingRelay } from './typing-relay.js';

/** What people of the desk send. Their key is looked up at the handshake and every ten seconds: see KeySweep. */
@WebSocketGateway({ namespace: 'console' })
@UseFilters(AckProblemFilter)
@UseGuards(SocketAccessGuard, SocketLimitGuard)
@UsePipes(validationPipe())
export class ConsoleGateway implements OnGatewayInit, OnGatewayConnection, OnGatewayDisconnect {
  constructor(
    private readonly consoles: ConsoleSockets,
    private readonly door: SocketDoor,
    private readonly desk: HandoffDesk,
    private readonly typists: TypingRelay,
  ) {}

  afterInit(namespace: ConsoleNamespace): void {
    this.consoles.open(namespace, this.door);
  }

  handleConnection(socket: ConsoleSocket): void {
    this.consoles.connect(socket);
  }

  handleDisconnect(socket: ConsoleSocket): void {
    this.typists.leave(socket.id);
    this.consoles.disconnect(socket);
  }

  @SubscribeMessage('ticket.claim')
  @Operation('console.ticket.claim')
  claim(
    @ConnectedSocket() { data: { operator } }: ConsoleSocket,
    @MessageBody() { ticketId }: TicketNamedDto,
  ): Promise<TicketChange> {
    return this.desk.claim(ticketId, operator);
  }

  @SubscribeMessage('ticket.release')
  @Operation('console.ticket.release')
  release(
    @ConnectedSocket() { data: { operator } }: ConsoleSocket,
    @MessageBody() { ticketId, status, note }: ReleaseDto,
  ): Promise<TicketChange> {
    return this.desk.release(ticketId, operator, {
      ...(status === undefined ? {} : { status }),
      ...(note === undefined ? {} : { note }),
    });
  }

  @SubscribeMessage('message.send')
  @Operation('console.message.send')
  say(
    @ConnectedSocket() { data: { operator } }: ConsoleSocket,
    @MessageBody() { sessionId, message, clientMessageId }: SayDto,
  ): ReturnType<HandoffDesk['say']> {
    return this.desk.say(sessionId, operator, { message, clientMessageId });
  }

  @SubscribeMessage('typing')
  @Operation('console.typing')
  typing(
    @ConnectedSocket() { id, data: { operator } }: ConsoleSocket,
    @MessageBody() { sessionId, on }: SessionTypingDto,
  ): Record<string, never> {
    this.typists.hear(id, { sessionId, who: 'human', name: operator.name, on });
    return {};
  }

  @SubscribeMessage('watch')
  @Operation('console.watch')
  watch(@ConnectedSocket() socket: ConsoleSocket, @MessageBody() { sessionId, afterSeq }: WatchDto): Promise<Synced> {
    return this.consoles.watch(socket, sessionId, afterSeq);
  }

  @SubscribeMessage('unwatch')
  @Operation('console.unwatch')
  unwatch(
    @ConnectedSocket() socket: ConsoleSocket,
    @MessageBody() { sessionId }: SessionNamedDto,
  ): Record<string, never> {
    this.consoles.unwatch(socket, sessionId);
    return {};
  }
}
