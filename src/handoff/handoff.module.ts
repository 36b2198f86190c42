import { Module } from '@nestjs/common';
import { ConversationModule } from '../conversation/conversation.module.js';
import { DatabaseModule } from '../database/database.module.js';
import { EventsModule } from '../events/events.module.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { SessionModule } from '../session/session.module.js';
import { HandoffController } from './handoff.controller.js';
import { HandoffDesk } from './handoff-desk.js';
import { HandoffRequests } from './handoff-requests.js';
import { HandoffTeller } from './handoff-teller.js';
import { HandoffTimeouts } from './handoff-timeouts.js';
import { TicketEdits } from './ticket-edits.js';
import { TicketLedger } from './ticket-ledger.js';
import { TicketList } from './ticket-list.js';
import { TicketsController } from './tickets.controller.js';

/** People at the desk. */
@Module({
  imports: [ConversationModule, DatabaseModule, EventsModule, JobsModule, SessionModule],
  controllers: [HandoffController, TicketsController],
  providers: [HandoffDesk, HandoffRequests, HandoffTeller, HandoffTimeouts, TicketEdits, TicketLedger, TicketList],
  exports: [HandoffDesk],
})
export class HandoffModule {}
