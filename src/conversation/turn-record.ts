import { type EscalationReason } from '../common/escalation-reason.js';
import { type Citation } from './citation.js';

/** Something the customer said about themselves, with its kind (`email`, `order_number`, ...). */
export interface RememberedFact {
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

/** Everything about a finished turn that is not in its messages. Stored whole, so that a repeat gets the same answer. */
export interface TurnResult {
  readonly confidence: number;
  readonly grounding: Grounding;
  readonly escalation?: { readonly reasons: readonly EscalationReason[]; readonly confidence: number };
  readonly toolsUsed: readonly string[];
  readonly processingTimeMs: number;
  readonly requestId: string;
  readonly hasContext: boolean;
  readonly factsExtracted: number;
  readonly sessionStore: string;
  readonly model: string;
  readonly degraded: readonly string[];
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
