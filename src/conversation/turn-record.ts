import { type EscalationReason } from '../common/escalation-reason.js';
import { type Citation } from '@frontdesk/client';

/** Something the customer said about themselves, with its kind (`email`, `order_number`, ...). */
export interface RememberedFact {
  readonly kind: string;
  readonly value: string;
}

/** What kinds of things are remembered: what the customer is known by, what they wish, what they told of their situation. */
export const MEMORY_TYPES = ['fact', 'preference', 'context', 'summary'] as const;

export type MemoryType = (typeof MEMORY_TYPES)[number];

/** Something the customer told of their situation or wishes, in their own words. */
export interface Recollection {
  readonly type: 'preference' | 'context';
  readonly kind: string;
  readonly value: string;
}

/** One message as the next turn sees it. */
export interface HistoryMessage {
  readonly role: 'customer' | 'agent' | 'human' | 'system';
  readonly text: string;
}

/** What the agent decided to do with a message. */
export type Decision = 'answer' | 'abstain' | 'escalate';

/** How sure an answer is of its sources: sentences found in them, of all that state something. */
export interface Grounding {
  readonly score: number;
  readonly supportedSentences: number;
  readonly totalSentences: number;
}

/** What a model was used for in one turn. Tokens as the provider counted them. */
export interface ModelUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** By the configured prices, in US dollars; null when there are none. */
  readonly costUsd: number | null;
  /** Requests to the provider that were answered. */
  readonly steps: number;
  readonly toolCalls: number;
  /** Name and version of the prompt, such as `answer@1`. */
  readonly prompt: string;
}

/** Why a person was, or in shadow mode would have been, brought in. */
export interface EscalationRecord {
  readonly reasons: readonly EscalationReason[];
  /** Of the strongest reason, 0..1. */
  readonly confidence: number;
  /** For each reason what spoke for it, by a stable code. */
  readonly explanation: readonly {
    readonly reason: EscalationReason;
    readonly confidence: number;
    readonly evidence: string;
  }[];
}

/** Everything about a finished turn that is not in its messages. Stored whole, so that a repeat gets the same answer. */
export interface TurnResult {
  readonly confidence: number;
  readonly grounding: Grounding;
  readonly escalation?: EscalationRecord;
  /** What would have been an escalation, had it not been in shadow mode. */
  readonly wouldEscalate?: EscalationRecord;
  readonly toolsUsed: readonly string[];
  readonly processingTimeMs: number;
  readonly requestId: string;
  readonly hasContext: boolean;
  readonly factsExtracted: number;
  readonly sessionStore: string;
  readonly model: string;
  readonly usage?: ModelUsage;
  readonly degraded: readonly string[];
  /** Tools that are left alone for a while because they kept failing. */
  readonly openCircuits: readonly string[];
  readonly sentiment: 'negative' | 'neutral' | 'positive';
  readonly resumed: boolean;
}

/** A turn that was committed, with its reply. */
export interface CompletedTurn {
  readonly turnId: string;
  readonly sessionId: string;
  readonly replyMessageId: string;
  readonly reply: string;
  readonly citations: readonly Citation[];
  readonly decision: Decision;
  readonly messageCount: number;
  readonly ticketId: string | null;
  readonly result: TurnResult;
}

/** What a turn told, and when it ended. */
export interface EventRange {
  /** Numbers of its first event and its last one; null: it was written before events had numbers. */
  readonly firstEventSeq: number | null;
  readonly lastEventSeq: number | null;
  readonly endedAt: Date;
}
