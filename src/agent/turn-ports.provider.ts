import { type FactoryProvider, Inject, Logger } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { type AppConfig } from '../config/app-config.js';
import { APP_CONFIG } from '../config/config.module.js';
import { LiveSessions } from '../conversation/live-sessions.js';
import { SessionProjection } from '../conversation/session-projection.js';
import { TicketFeed } from '../conversation/ticket-feed.js';
import { TurnLog } from '../conversation/turn-log.js';
import { SessionEvents } from '../events/session-events.js';
import { ANSWERER } from '../llm/answerer.token.js';
import { SessionLeases } from '../session/session-lease.js';
import { SESSION_STORE } from '../session/session-store.js';
import { turnToolsProvider, TURN_TOOLS } from './turn-tools.provider.js';
import { type TurnPorts, type TurnTools } from './turn/turn-ports.js';

const TURN_PORTS = Symbol('TURN_PORTS');

/** Injects what a turn works with. */
export const InjectTurnPorts = (): ParameterDecorator => Inject(TURN_PORTS);

const turnPorts: FactoryProvider<TurnPorts> = {
  provide: TURN_PORTS,
  inject: [
    SESSION_STORE,
    SessionLeases,
    LiveSessions,
    SessionProjection,
    TurnLog,
    SessionEvents,
    TicketFeed,
    ANSWERER,
    TURN_TOOLS,
    Clock,
    APP_CONFIG,
  ],
  useFactory: (
    sessions: TurnPorts['sessions'],
    leases: SessionLeases,
    liveSessions: LiveSessions,
    projection: SessionProjection,
    turns: TurnLog,
    events: SessionEvents,
    tickets: TicketFeed,
    answerer: TurnPorts['answerer'],
    tools: TurnTools,
    clock: Clock,
    config: AppConfig,
  ) => ({
    ...{ sessions, leases, liveSessions, projection, turns, events, tickets, answerer, tools, clock },
    escalation: config.escalation,
    limits: { timeoutMs: config.agent.turnTimeoutMs, memoryHalfLifeMs: config.agent.memoryHalfLifeMs },
    sessionStoreType: config.session.store,
    warn: warnings(),
  }),
};

function warnings(): TurnPorts['warn'] {
  const logger = new Logger('Turn');
  return ({ cause, ...event }) => {
    if (cause instanceof Error)
      logger.error({ ...event, cause: { name: cause.name, message: cause.message, stack: cause.stack } });
    else logger.warn(event);
  };
}

/** Collects the rooms that a turn passes through. */
export const turnPortsProviders = [turnToolsProvider, turnPorts];
