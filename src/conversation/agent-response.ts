import { type Citation } from '../../conversation/citation.js';
import {
  type CompletedTurn,
  type EscalationRecord,
  type Grounding,
  type ModelUsage,
} from '../../conversation/turn-record.js';

/** The answer to one message, the same over every transport. */
export interface AgentResponse {
  readonly messageId: string;
  readonly sessionId: string;
  readonly message: string;
  readonly sources: readonly Citation[];
  readonly requiresEscalation: boolean;
  readonly escalation?: EscalationRecord & { readonly ticketId: string };
  readonly confidence: number;
  readonly grounding: Grounding;
  readonly toolsUsed: readonly string[];
  readonly processingTimeMs: number;
  readonly metadata: {
    readonly requestId: string;
    readonly messageCount: number;
    readonly turnId: string;
    readonly hasContext: boolean;
    readonly factsExtracted: number;
    readonly sessionStore: string;
    readonly model: string;
    readonly usage?: ModelUsage;
    readonly degraded: readonly string[];
    readonly openCircuits: readonly string[];
    readonly sentiment: 'negative' | 'neutral' | 'positive';
    readonly wouldEscalate?: EscalationRecord;
    readonly resumed: boolean;
  };
}

/** Made from the committed record alone, so that a repeated message gets the very same answer. */
export function toAgentResponse(turn: CompletedTurn): AgentResponse {
  const { escalation, confidence, grounding, toolsUsed, processingTimeMs, ...metadata } = turn.result;
  return {
    messageId: turn.replyMessageId,
    sessionId: turn.sessionId,
    message: turn.reply,
    sources: turn.citations,
    requiresEscalation: turn.decision === 'escalate',
    ...(escalation && turn.ticketId ? { escalation: { ...escalation, ticketId: turn.ticketId } } : {}),
    confidence,
    grounding,
    toolsUsed,
    processingTimeMs,
    metadata: { ...metadata, messageCount: turn.messageCount, turnId: turn.turnId },
  };
}
