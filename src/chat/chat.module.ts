import { Module } from '@nestjs/common';
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
import { MemoriesController } from './memories.controller.js';
import { MessagesController } from './messages.controller.js';
import { SessionDirectory } from './session-directory.js';
import { RealtimeModule } from './realtime/realtime.module.js';
import { SessionEditor } from './session-editor.js';
import { SessionEraser } from './session-eraser.js';
import { SessionsController } from './sessions.controller.js';
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
    MessagesController,
    EventsController,
    MemoriesController,
    UnansweredController,
  ],
  providers: [FollowPass, FollowStreams, SessionDirectory, SessionEditor, SessionEraser],
})
export class ChatModule {}
