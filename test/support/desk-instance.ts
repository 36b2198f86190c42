import { Logger } from '@nestjs/common';
import { type SessionEvent } from '@frontdesk/client';
import { Agent } from '../../src/agent/agent.js';
import { RunningTurns } from '../../src/agent/running-turns.js';
import { type EscalationPolicy, type TurnPorts, type TurnTools } from '../../src/agent/turn/turn-ports.js';
import { TurnAdmission } from '../../src/agent/turn-admission.js';
import { TurnRescue } from '../../src/agent/turn-rescue.js';
import { SystemClock } from '../../src/common/clock.js';
import { loadConfig } from '../../src/config/app-config.js';
import { Conversations } from '../../src/conversation/conversations.js';
import { LiveSessions } from '../../src/conversation/live-sessions.js';
import { Reprojection } from '../../src/conversation/reprojection.js';
import { SessionProjection } from '../../src/conversation/session-projection.js';
import { OrphanedTurns } from '../../src/conversation/orphaned-turns.js';
import { TicketFeed } from '../../src/conversation/ticket-feed.js';
import { TurnLog } from '../../src/conversation/turn-log.js';
import { UnprojectedConversations } from '../../src/conversation/unprojected-conversations.js';
import { type Database } from '../../src/database/database.js';
import { MemoryTurnSignals } from '../../src/events/memory-turn-signals.js';
import { type SessionEvents } from '../../src/events/session-events.js';
import { type TurnSignals } from '../../src/events/turn-signals.js';
import { ExtractiveAnswerer } from '../../src/llm/extractive/extractive-answerer.js';
import { MemorySessionStore } from '../../src/session/memory-session-store.js';
import { SessionLeases } from '../../src/session/session-lease.js';
import { type SessionStore } from '../../src/session/session-store.js';
import { type Answerer, type AnswerRequest } from '../../src/llm/answerer.js';
import { type KnowledgeQuery } from '../../src/tools/contract/tool-inputs.js';
import { ChaosTool, databaseWithOutages, SlowAnswerer, type StoreOutage, storeWithOutages } from './chaos.js';
import { onCleanUp } from './clean-up.js';
import { memoryEvents } from './session-events.js';
import { POLICY, turnTools } from './turn-tools.js';

// Every turn has a line.
Logger.overrideLogger(['warn', 'error', 'fatal']);

/** What a turn passes through, without HTTP, each part with its way to fail. */
export interface DeskInstance {
  readonly agent: Agent;
  readonly running: RunningTurns;
  /** What its clients are told. */
  readonly events: SessionEvents;
  readonly rescue: TurnRescue;
  readonly sessions: SessionStore;
  readonly leases: SessionLeases;
  readonly conversations: Conversations;
  readonly liveSessions: LiveSessions;
  readonly reprojection: Reprojection;
  readonly knowledge: ChaosTool<KnowledgeQuery, AnswerRequest['passages']>;
  readonly answerer: SlowAnswerer;
  /** Takes the session store away and back. */
  readonly outage: StoreOutage;
  /** Codes of what the operator was told. */
  readonly warnings: string[];
  ask(message: string, clientMessageId?: string | null, attachmentIds?: readonly string[]): Promise<SessionEvent[]>;
}

export interface DeskInstanceOptions {
  /** The session that `ask` speaks in. */
  readonly sessionId: () => string;
  /** Names of the statements for which the database is out of reach. */
  readonly down?: Set<string>;
  /** The live store, when several instances share one. */
  readonly store?: SessionStore;
  /** What is shared with other instances beside the store. */
  readonly events?: SessionEvents;
  readonly signals?: TurnSignals;
  /** In place of the real ones. */
  readonly tools?: Partial<TurnTools>;
  readonly answerer?: Answerer;
  readonly escalation?: EscalationPolicy;
  readonly turnTimeoutMs?: number;
  /** Variables of the product. */
  readonly variables?: Parameters<typeof loadConfig>[0];
}

/** One instance of the desk: its own live store unless one is given, and the shared record. */
export function deskInstance(database: Database, options: DeskInstanceOptions): DeskInstance {
  const clock = new SystemClock();
  const config = loadConfig(options.variables ?? {});
  const outage = storeWithOutages(options.store ?? newStore(clock));
  const sessions = outage.store;
  const conversations = new Conversations(database);
  const unprojected = new UnprojectedConversations(database, clock);
  const leases = new SessionLeases(sessions, clock, { leaseMs: 15_000, maxHoldMs: 120_000, maxWaiters: 100 });
  const liveSessions = new LiveSessions(sessions, conversations, clock, config);
  const tools = turnTools(database, clock);
  const knowledge = new ChaosTool(tools.knowledge);
  const answerer = new SlowAnswerer(options.answerer ?? new ExtractiveAnswerer());
  const warnings: string[] = [];
  const running = new RunningTurns(config);
  const signals = options.signals ?? new MemoryTurnSignals();
  const events = options.events ?? memoryEvents(database, clock);
  const ports: TurnPorts = {
    sessions,
    leases,
    liveSessions,
    projection: new SessionProjection(unprojected),
    events,
    tickets: new TicketFeed(),
    turns: new TurnLog(databaseWithOutages(database, options.down ?? new Set())),
    answerer,
    tools: { ...tools, knowledge, ...options.tools },
    escalation: options.escalation ?? POLICY,
    limits: { timeoutMs: options.turnTimeoutMs ?? 30_000, memoryHalfLifeMs: 30 * 86_400_000 },
    clock,
    sessionStoreType: 'in_memory',
    warn: ({ code }) => warnings.push(code),
  };
  const agent = new Agent(ports, running, ports.turns, signals, new TurnAdmission(clock, config));
  return {
    ...{ running, events, sessions, leases, conversations, liveSessions, knowledge, answerer, outage, warnings },
    agent,
    rescue: new TurnRescue(agent, new OrphanedTurns(database), clock, sessions),
    reprojection: new Reprojection({ store: sessions, leases, conversations, unprojected }),
    ask: (message, clientMessageId = null, attachmentIds = []) =>
      Array.fromAsync(
        agent.turn({
          ...{ sessionId: options.sessionId(), message, attachmentIds, clientMessageId },
          ...{ onBusy: 'queue', requestId: 'req_1' },
        }),
      ),
  };
}

function newStore(clock: SystemClock): SessionStore {
  const store = new MemorySessionStore({ idleTimeoutMs: 1e6, absoluteTimeoutMs: 1e7, maxSessions: 100 }, clock);
  onCleanUp(() => store.close());
  return store;
}
