import { type TicketPriority } from '../../common/escalation-reason.js';
import { type EscalationSignal } from './escalation-signal.js';
import { type Fact } from './fact.js';

/** One line of the conversation before the message, oldest first. */
export interface ConversationLine {
  readonly role: 'customer' | 'agent' | 'human' | 'system';
  readonly text: string;
}

/** A question for the knowledge search. `context` holds what was said before, for a question that needs it. */
export interface KnowledgeQuery {
  readonly query: string;
  readonly context?: string;
  /** Most passages wanted; the search's own default when absent. */
  readonly k?: number;
}

/** A question for the files of one session; which session the context of the call tells, never the input. */
export interface AttachmentQuery {
  readonly query: string;
  /** Files that came with this very message: what they say counts even if the question names none of it. */
  readonly attachmentIds: readonly string[];
}

/** A customer's message to look for facts in. */
export interface FactExtractionInput {
  readonly message: string;
}

/** A stretch of a conversation to be added to its summary. */
export interface SummaryInput {
  /** The summary so far; null: there is none. */
  readonly summary: string | null;
  readonly lines: readonly ConversationLine[];
}

/** A customer's message to judge for escalation. */
export interface EscalationInput {
  readonly message: string;
  /** Whether the desk's last words offered a person; then a plain "yes" is a wish for one. */
  readonly personOffered?: boolean;
  /** What was said before. */
  readonly history?: readonly ConversationLine[];
  /** Replies in a row, up to this message, that found nothing. */
  readonly abstentionsInRow?: number;
}

/** What a person needs to take over. */
export interface HandoffInput {
  readonly message: string;
  readonly history: readonly ConversationLine[];
  readonly facts: readonly Fact[];
  readonly signal: EscalationSignal;
  readonly at: Date;
}

/** What the ticket tells the person, and what the customer is told. */
export interface HandoffNote {
  /** For the person: what it is about, what was tried, what is known. Plain text, at most 2,000 characters. */
  readonly summary: string;
  readonly priority: TicketPriority;
  /** For the customer; holds `TICKET_NUMBER` where the number goes. */
  readonly reply: string;
  /** Whether somebody is there by the business hours. */
  readonly availability: 'open' | 'closed' | 'unknown';
}

/** A message that may be answered from the company's own systems. */
export interface LookUpInput {
  readonly message: string;
  /** What the customer said of themselves, in this message (`said: 'now'`) or before. */
  readonly facts: readonly (Fact & { readonly said: 'now' | 'before' })[];
}
