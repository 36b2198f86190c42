import { type Clock } from '../../common/clock.js';
import { type EscalationReason } from '../../common/escalation-reason.js';
import { type LiveSessions } from '../../conversation/live-sessions.js';
import { type SessionProjection } from '../../conversation/session-projection.js';
import { type TicketFeed } from '../../conversation/ticket-feed.js';
import { type TurnLog } from '../../conversation/turn-log.js';
import { type SessionEvents } from '../../events/session-events.js';
import { type Answerer, type AnswerRequest, type AnswerTool } from '../../llm/answerer.js';
import { type SessionLeases } from '../../session/session-lease.js';
import { type SessionStore } from '../../session/session-store.js';
import { type CustomerRecord } from '../../tools/contract/customer-record.js';
import { type EscalationAssessment } from '../../tools/contract/escalation-signal.js';
import { type Fact } from '../../tools/contract/fact.js';
import { type ToolRunner } from '../../tools/contract/run-tool.js';
import { type ToldMemory } from '../../tools/contract/told-memory.js';
import {
  type AttachmentQuery,
  type EscalationInput,
  type FactExtractionInput,
  type HandoffInput,
  type HandoffNote,
  type KnowledgeQuery,
  type LookUpInput,
  type SummaryInput,
} from '../../tools/contract/tool-inputs.js';
import { type Tool, type ToolContext } from '../../tools/contract/tool.js';

/** The tools a turn consults, and how. */
export interface TurnTools {
  readonly runner: Pick<ToolRunner, 'run'>;
  readonly knowledge: Tool<KnowledgeQuery, AnswerRequest['passages']>;
  readonly attachments: Tool<AttachmentQuery, AnswerRequest['passages']>;
  readonly facts: Tool<FactExtractionInput, readonly Fact[]>;
  readonly recollection: Tool<FactExtractionInput, readonly ToldMemory[]>;
  readonly summary: Tool<SummaryInput, string>;
  readonly escalation: Tool<EscalationInput, EscalationAssessment>;
  readonly handoff: Tool<HandoffInput, HandoffNote>;
  readonly lookUp: Tool<LookUpInput, readonly CustomerRecord[]>;
  /** Tools that a model may call by itself in this turn. */
  readonly callable: (context: ToolContext) => readonly AnswerTool[];
  /** Names of the tools that are left alone for a while because they kept failing. */
  readonly openCircuits: () => readonly string[];
}

/** When code brings in a person after an answer was tried. */
export interface EscalationPolicy {
  /** Reasons that count at all. */
  readonly reasons: ReadonlySet<EscalationReason>;
  /** Least confidence of each, 0..1. */
  readonly thresholds: Readonly<Record<EscalationReason, number>>;
  /** Replies in a row that found nothing, after which somebody should look. */
  readonly abstentionsInRow: number;
  /** True: only note what would have been done. */
  readonly shadow: boolean;
}

/** Bounds of a turn. Times in ms. */
interface TurnLimits {
  readonly timeoutMs: number;
  readonly memoryHalfLifeMs: number;
}

/** Something an operator should know of one turn. */
interface TurnWarning {
  readonly code: string;
  readonly sessionId: string;
  readonly turnId: string;
  readonly reasons?: readonly EscalationReason[];
  readonly cause?: unknown;
}

/** Everything a turn works with. The pipeline itself is plain TypeScript; `Agent` fills this in. */
export interface TurnPorts {
  readonly sessions: SessionStore;
  readonly leases: SessionLeases;
  readonly liveSessions: LiveSessions;
  readonly projection: Pick<SessionProjection, 'tell'>;
  readonly turns: TurnLog;
  readonly events: Pick<SessionEvents, 'append' | 'announce' | 'forget' | 'tellHere'>;
  readonly tickets: Pick<TicketFeed, 'changed'>;
  readonly answerer: Answerer;
  readonly tools: TurnTools;
  readonly escalation: EscalationPolicy;
  readonly limits: TurnLimits;
  readonly clock: Clock;
  /** Name of the bound session store, told in answers. */
  readonly sessionStoreType: string;
  /** Told of what went wrong in a turn, by code and, for a fault of ours, its cause; never with message text. */
  readonly warn: (event: TurnWarning) => void;
}
