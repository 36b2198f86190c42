import { type MiddlewareConsumer, Module, type NestModule, RequestMethod } from '@nestjs/common';
import { AgentModule } from '../agent/agent.module.js';
import { ConversationModule } from '../conversation/conversation.module.js';
import { AuthModule } from '../auth/auth.module.js';
import { EventsModule } from '../events/events.module.js';
import { SessionModule } from '../session/session.module.js';
import { AttachmentsModule } from './attachments.module.js';
import { ConfirmationController } from './confirmation.controller.js';
import { EventsController } from './events.controller.js';
import { FollowPass } from './follow-pass.js';
import { FollowStreams } from './follow-streams.js';
import { StreamDeparture } from './stream-departure.js';
import { IdentityController } from './identity.controller.js';
import { MemoriesController } from './memories.controller.js';
import { MessagesController } from './messages.controller.js';
import { SessionDirectory } from './session-directory.js';
import { RealtimeModule } from './realtime/realtime.module.js';
import { SessionEditor } from './session-editor.js';
import { SessionEraser } from './session-eraser.js';
import { SessionIdentity } from './session-identity.js';
import { SessionOpening } from './session-opening.js';
import { SessionsController } from './sessions.controller.js';
import { TurnDoor } from './turn-door.middleware.js';
import { TokenRevocation } from './token-revocation.js';
import { TokensController } from './tokens.controller.js';
import { UnansweredController } from './unanswered.controller.js';

@Module({
  imports: [
    AgentModule,
    AttachmentsModule,
    AuthModule,
    ConversationModule,
    EventsModule,
    RealtimeModule,
    SessionModule,
  ],
  controllers: [
    SessionsController,
    ConfirmationController,
    IdentityController,
    TokensController,
    MessagesController,
    EventsController,
    MemoriesController,
    UnansweredController,
  ],
  providers: [
    FollowPass,
    FollowStreams,
    StreamDeparture,
    SessionDirectory,
    SessionEditor,
    SessionEraser,
    SessionIdentity,
    SessionOpening,
    TokenRevocation,
  ],
  exports: [SessionEraser],
})
export class ChatModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(TurnDoor).forRoutes({ path: 'chat/:sessionId/messages', method: RequestMethod.POST });
  }
}
