import { type Passage } from '../knowledge/passage.js';
import { type Citation } from '../conversation/citation.js';
import { type Grounding } from '../conversation/turn-record.js';

/** One line of the conversation before the question, oldest first. */
export interface HistoryLine {
  readonly role: 'customer' | 'agent' | 'human';
  readonly text: string;
}

/** Something remembered about the customer. `kind` is a snake_case name such as `order_number`. */
export interface KnownFact {
  readonly kind: string;
  readonly value: string;
}

/** All an answer may be made from. Passages come best first with calibrated scores in 0..1. */
export interface AnswerRequest {
  readonly question: string;
  readonly history: readonly HistoryLine[];
  readonly passages: readonly Passage[];
  readonly facts: readonly KnownFact[];
  /** Whether this reply may open with a greeting; true once a conversation. */
  readonly greet: boolean;
  readonly customerName?: string;
  /** Aborts when nobody waits for the answer any more; the iteration then throws its reason. */
  readonly signal: AbortSignal;
}

/** Where an answer came from: passages, nowhere, courtesy, or what the customer said about themselves. */
type AnswerDecision = 'answer' | 'abstain' | 'small_talk' | 'from_memory';

/** A finished answer. `text` carries `[1]` markers that name citations by index; `confidence` is 0..1. */
export interface DraftAnswer {
  readonly decision: AnswerDecision;
  readonly text: string;
  readonly citations: readonly Citation[];
  readonly confidence: number;
  readonly grounding: Grounding;
}

/**
 * A piece of an answer in the making: what it cites first, if anything. Deltas are never empty; joined they are exactly the final
 * text. `done` comes once, last.
 */
export type AnswerPart =
  | { readonly type: 'sources'; readonly sources: readonly Citation[] }
  | { readonly type: 'text'; readonly delta: string }
  | { readonly type: 'done'; readonly answer: DraftAnswer };

/** Words an answer from what it is given, or says that it cannot. `model` names it in responses, logs and metrics. */
export interface Answerer {
  readonly model: string;
  answer(request: AnswerRequest): AsyncIterable<AnswerPart>;
}
