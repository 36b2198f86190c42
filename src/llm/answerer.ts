import { type EscalationReason } from '../common/escalation-reason.js';
import { type Passage } from '../knowledge/passage.js';
import { type Citation } from '@frontdesk/client';
import { type Grounding, type ModelUsage } from '../conversation/turn-record.js';

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

/** Something found in a system of the company, said in a sentence or two. */
export interface KnownRecord {
  readonly tool: string;
  readonly title: string;
  readonly fields: Readonly<Record<string, string | number | boolean | null>>;
  readonly text: string;
}

/** What became of a call that a model made: a value, or a code and nothing else. */
type ToolReply =
  | { readonly status: 'ok'; readonly value: unknown }
  | { readonly status: 'failed'; readonly code: string; readonly retryable: boolean };

/** A tool that a model may call while it answers. `call` never throws but for the caller's abort. */
export interface AnswerTool {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of the input. */
  readonly inputSchema: Readonly<Record<string, unknown>>;
  call(input: unknown, signal: AbortSignal): Promise<ToolReply>;
}

/** All an answer may be made from. Passages come best first with calibrated scores in 0..1. */
export interface AnswerRequest {
  readonly question: string;
  readonly history: readonly HistoryLine[];
  /** Of the help pages and of the session's own files (`documentId` begins with `att_`). */
  readonly passages: readonly Passage[];
  readonly facts: readonly KnownFact[];
  /** What the customer told of their situation and wishes before, in their own words, most important first. */
  readonly recollections?: readonly string[];
  /** What was said before `history`, summarised. */
  readonly summary?: string;
  readonly records?: readonly KnownRecord[];
  readonly tools?: readonly AnswerTool[];
  /** Whether this reply may open with a greeting; true once a conversation. */
  readonly greet: boolean;
  readonly customerName?: string;
  /** When the answer must be there, ms since the epoch; an answerer that can't make it gives up in time for another. */
  readonly deadline?: number;
  /** Aborts when nobody waits for the answer any more; the iteration then throws its reason. */
  readonly signal: AbortSignal;
}

/** Where an answer came from: passages or records, nowhere, courtesy, or what the customer said about themselves. */
type AnswerDecision = 'answer' | 'abstain' | 'small_talk' | 'from_memory';

/** A finished answer. `text` carries `[1]` markers that name citations by index; `confidence` is 0..1. */
export interface DraftAnswer {
  readonly decision: AnswerDecision;
  readonly text: string;
  readonly citations: readonly Citation[];
  readonly confidence: number;
  readonly grounding: Grounding;
  /** What worded it: `extractive`, or provider and model. */
  readonly model: string;
  /** What was out of order while it was made, such as `no-llm`. */
  readonly degraded: readonly string[];
  /** Names of the tools that the model called with success. */
  readonly toolsUsed: readonly string[];
  /** Reasons of code or a model to bring in a person although there is an answer; the desk decides. */
  readonly concerns: readonly EscalationReason[];
  /** Absent when no model was asked. */
  readonly usage?: ModelUsage;
}

/**
 * A piece of an answer in the making: what it cites first, if anything. Deltas are never empty; those since the last `replace`
 * joined are exactly the final text. `replace` takes back all text told so far. An abstention tells no text, only `done`: the
 * desk may have something better to say. `done` comes once, last.
 */
export type AnswerPart =
  | { readonly type: 'sources'; readonly sources: readonly Citation[] }
  | { readonly type: 'text'; readonly delta: string }
  | { readonly type: 'replace' }
  | { readonly type: 'tool'; readonly name: string }
  | { readonly type: 'done'; readonly answer: DraftAnswer };

/** Words an answer from what it is given, or says that it cannot. `model` names it in logs and metrics. */
export interface Answerer {
  readonly model: string;
  answer(request: AnswerRequest): AsyncIterable<AnswerPart>;
}
