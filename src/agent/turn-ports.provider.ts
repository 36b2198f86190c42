import { type FactoryProvider, Inject, Logger } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { type AppConfig } from '../config/app-config.js';
import { APP_CONFIG } from '../config/config.module.js';
import { LiveSessions } from '../conversation/live-sessions.js';
import { SessionProjection } from '../conversation/session-projection.js';
import { TurnLog } from '../conversation/turn-log.js';
import { ANSWERER } from '../llm/answerer.token.js';
import { SessionLeases } from '../session/session-lease.js';
import { SESSION_STORE } from '../session/session-store.js';
import { ToolRunner } from '../tools/contract/run-tool.js';
import { ESCALATION_TOOL, FACT_EXTRACTION_TOOL, KNOWLEDGE_SEARCH_TOOL } from '../tools/contract/tool-tokens.js';
import { type TurnPorts, type TurnTools } from './turn/turn-ports.js';

const TURN_TOOLS = Symbol('TURN_TOOLS');
const TURN_PORTS = Symbol('TURN_PORTS');

/** Injects what a turn works with. */
export const InjectTurnPorts = (): ParameterDecorator => Inject(TURN_PORTS);

const turnTools: FactoryProvider<TurnTools> = {
  provide: TURN_TOOLS,
  inject: [ToolRunner, KNOWLEDGE_SEARCH_TOOL, FACT_EXTRACTION_TOOL, ESCALATION_TOOL],
  useFactory: (
    runner: ToolRunner,
    knowledge: TurnTools['knowledge'],
    facts: TurnTools['facts'],
    escalation: TurnTools['escalation'],
  ) => ({ runner, knowledge, facts, escalation }),
};

const turnPorts: FactoryProvider<TurnPorts> = {
  provide: TURN_PORTS,
  inject: [
    SESSION_STORE,
    SessionLeases,
    LiveSessions,
    SessionProjection,
    TurnLog,
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
    answerer: TurnPorts['answerer'],
    tools: TurnTools,
    clock: Clock,
    config: AppConfig,
  ) => {
    const logger = new Logger('Turn');
    const warn: TurnPorts['warn'] = ({ cause, ...event }) => {
      if (cause instanceof Error)
        logger.error({ ...event, cause: { name: cause.name, message: cause.message, stack: cause.stack } });
      else logger.warn(event);
    };
    return {
      sessions,
      leases,
      liveSessions,
      projection,
      turns,
      answerer,
      tools,
      clock,
      sessionStoreType: config.session.store,
      warn,
    };
  },
};

/** Collects the rooms that a turn passes through. */
export const turnPortsProviders = [turnTools, turnPorts];
