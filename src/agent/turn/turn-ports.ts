import { type Clock } from '../../common/clock.js';
import { type LiveSessions } from '../../conversation/live-sessions.js';
import { type SessionProjection } from '../../conversation/session-projection.js';
import { type TurnLog } from '../../conversation/turn-log.js';
import { type Answerer, type AnswerRequest } from '../../llm/answerer.js';
import { type SessionLeases } from '../../session/session-lease.js';
import { type SessionStore } from '../../session/session-store.js';
import { type EscalationSignal } from '../../tools/contract/escalation-signal.js';
import { type Fact } from '../../tools/contract/fact.js';
import { type ToolRunner } from '../../tools/contract/run-tool.js';
import {
  type EscalationInput,
  type FactExtractionInput,
  type KnowledgeQuery,
} from '../../tools/contract/tool-inputs.js';
import { type Tool } from '../../tools/contract/tool.js';

/** The tools a turn consults before it decides. */
export interface TurnTools {
  readonly runner: ToolRunner;
  readonly knowledge: Tool<KnowledgeQuery, AnswerRequest['passages']>;
  readonly facts: Tool<FactExtractionInput, readonly Fact[]>;
  readonly escalation: Tool<EscalationInput, EscalationSignal | null>;
}

/** Something an operator should know of one turn. */
interface TurnWarning {
  readonly code: string;
  readonly sessionId: string;
  readonly turnId: string;
  readonly cause?: unknown;
}

/** Everything a turn works with. The pipeline itself is plain TypeScript; `Agent` fills this in. */
export interface TurnPorts {
  readonly sessions: SessionStore;
  readonly leases: SessionLeases;
  readonly liveSessions: LiveSessions;
  readonly projection: Pick<SessionProjection, 'tell'>;
  readonly turns: TurnLog;
  readonly answerer: Answerer;
  readonly tools: TurnTools;
  readonly clock: Clock;
  /** Name of the bound session store, told in answers. */
  readonly sessionStoreType: string;
  /** Told of what went wrong in a turn, by code and, for a fault of ours, its cause; never with message text. */
  readonly warn: (event: TurnWarning) => void;
}
