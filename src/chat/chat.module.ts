import { Module } from '@nestjs/common';
import { AgentModule } from '../agent/agent.module.js';
import { ConversationModule } from '../conversation/conversation.module.js';
import { SessionModule } from '../session/session.module.js';
import { AttachmentsModule } from './attachments.module.js';
import { ConfirmationController } from './confirmation.controller.js';
import { HandoffController } from './handoff.controller.js';
import { MemoriesController } from './memories.controller.js';
import { MessagesController } from './messages.controller.js';
import { SessionDirectory } from './session-directory.js';
import { SessionEditor } from './session-editor.js';
import { SessionsController } from './sessions.controller.js';
import { UnansweredController } from './unanswered.controller.js';

@Module({
  imports: [AgentModule, AttachmentsModule, ConversationModule, SessionModule],
  controllers: [
    SessionsController,
    ConfirmationController,
    MessagesController,
    HandoffController,
    MemoriesController,
    UnansweredController,
  ],
  providers: [SessionDirectory, SessionEditor],
})
export class ChatModule {}
