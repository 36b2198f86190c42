import { Module } from '@nestjs/common';
import { AgentModule } from '../../agent/agent.module.js';
import { AuthModule } from '../../auth/auth.module.js';
import { Clock } from '../../common/clock.js';
import { APP_CONFIG } from '../../config/config.module.js';
import { ConversationModule } from '../../conversation/conversation.module.js';
import { EventsModule } from '../../events/events.module.js';
import { HandoffModule } from '../../handoff/handoff.module.js';
import { LimitsModule } from '../../limits/limits.module.js';
import { SessionModule } from '../../session/session.module.js';
import { BACKPLANE } from './backplane.js';
import { ChatGateway } from './chat.gateway.js';
import { ConsoleGateway } from './console.gateway.js';
import { ConsoleSockets } from './console-sockets.js';
import { createBackplane } from './create-backplane.js';
import { CredentialSweep } from './credential-sweep.js';
import { CustomerHandshake } from './customer-handshake.js';
import { CustomerSockets } from './customer-sockets.js';
import { EventIntake } from './event-intake.js';
import { Greeter } from './greeter.js';
import { KeySweep } from './key-sweep.js';
import { ModeAnnouncer } from './mode-announcer.js';
import { OperatorHandshake } from './operator-handshake.js';
import { PresenceTeller } from './presence/presence-teller.js';
import { RealtimeLifecycle } from './realtime.lifecycle.js';
import { SessionSockets } from './session-sockets.js';
import { SharedTimer } from './shared-timer.js';
import { SocketDeparture } from './socket-departure.js';
import { SocketDoor } from './socket-door.js';
import { Sockets } from './sockets.js';
import { TicketBroadcast } from './ticket-broadcast.js';
import { TransportGuard } from './transport-guard.js';
import { TypingRelay } from './typing-relay.js';

/** Socket.IO: customers at `/chat`, people of the desk at `/console`. */
@Module({
  imports: [AgentModule, AuthModule, ConversationModule, EventsModule, HandoffModule, LimitsModule, SessionModule],
  providers: [
    { provide: BACKPLANE, inject: [APP_CONFIG, Clock], useFactory: createBackplane },
    Sockets,
    SharedTimer,
    TransportGuard,
    SocketDoor,
    EventIntake,
    CustomerHandshake,
    OperatorHandshake,
    CustomerSockets,
    ConsoleSockets,
    CredentialSweep,
    KeySweep,
    TypingRelay,
    PresenceTeller,
    ModeAnnouncer,
    Greeter,
    TicketBroadcast,
    SessionSockets,
    ChatGateway,
    ConsoleGateway,
    RealtimeLifecycle,
    SocketDeparture,
  ],
  exports: [SessionSockets],
})
export class RealtimeModule {}
