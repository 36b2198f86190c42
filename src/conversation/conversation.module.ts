import { Module } from '@nestjs/common';
import { DatabaseModule } from '../database/database.module.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { SessionModule } from '../session/session.module.js';
import { ConversationAges } from './conversation-ages.js';
import { Conversations } from './conversations.js';
import { EventArchive } from './event-archive.js';
import { LiveSessions } from './live-sessions.js';
import { Memories } from './memories.js';
import { MemoryCleanUp } from './memory-clean-up.js';
import { OldMessages } from './old-messages.js';
import { OrphanedTurns } from './orphaned-turns.js';
import { Messages } from './messages.js';
import { ReprojectionLifecycle } from './reprojection.lifecycle.js';
import { SessionProjection } from './session-projection.js';
import { TicketFeed } from './ticket-feed.js';
import { Tickets } from './tickets.js';
import { TurnLog } from './turn-log.js';
import { UnansweredQuestions } from './unanswered-questions.js';
import { UnprojectedConversations } from './unprojected-conversations.js';

const providers = [
  ConversationAges,
  Conversations,
  EventArchive,
  LiveSessions,
  Memories,
  Messages,
  OldMessages,
  OrphanedTurns,
  SessionProjection,
  TicketFeed,
  Tickets,
  TurnLog,
  UnansweredQuestions,
  UnprojectedConversations,
];

@Module({
  imports: [DatabaseModule, JobsModule, SessionModule],
  providers: [...providers, MemoryCleanUp, ReprojectionLifecycle],
  exports: providers,
})
export class ConversationModule {}
