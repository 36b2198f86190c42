import { Module } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { APP_CONFIG } from '../config/config.module.js';
import { ConversationModule } from '../conversation/conversation.module.js';
import { createEventBackend } from './create-event-backend.js';
import { type EventBackend } from './event-backend.js';
import { EVENT_LOG, type EventLog } from './event-log.js';
import { EventsLifecycle } from './events.lifecycle.js';
import { SessionEvents } from './session-events.js';
import { TURN_SIGNALS, type TurnSignals } from './turn-signals.js';

const EVENT_BACKEND = Symbol('EVENT_BACKEND');

/** What the clients of a session are told, numbered, over all instances; and what instances tell each other of turns. */
@Module({
  imports: [ConversationModule],
  providers: [
    { provide: EVENT_BACKEND, inject: [APP_CONFIG, Clock], useFactory: createEventBackend },
    { provide: EVENT_LOG, inject: [EVENT_BACKEND], useFactory: ({ log }: EventBackend): EventLog => log },
    { provide: TURN_SIGNALS, inject: [EVENT_BACKEND], useFactory: ({ signals }: EventBackend): TurnSignals => signals },
    EventsLifecycle,
    SessionEvents,
  ],
  exports: [SessionEvents, TURN_SIGNALS],
})
export class EventsModule {}
