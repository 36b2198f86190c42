import { Module } from '@nestjs/common';
import { DatabaseModule } from '../database/database.module.js';
import { SessionModule } from '../session/session.module.js';
import { Conversations } from './conversations.js';
import { LiveSessions } from './live-sessions.js';
import { Memories } from './memories.js';
import { Messages } from './messages.js';
import { Tickets } from './tickets.js';
import { TurnLog } from './turn-log.js';
import { UnansweredQuestions } from './unanswered-questions.js';

const providers = [Conversations, LiveSessions, Memories, Messages, Tickets, TurnLog, UnansweredQuestions];

@Module({ imports: [DatabaseModule, SessionModule], providers, exports: providers })
export class ConversationModule {}
