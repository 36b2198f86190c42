/** A question for the knowledge search. `context` holds what was said before, for a question that needs it. */
export interface KnowledgeQuery {
  readonly query: string;
  readonly context?: string;
  /** Most passages wanted; the search's own default when absent. */
  readonly k?: number;
}

/** A customer's message to look for facts in. */
export interface FactExtractionInput {
  readonly message: string;
}

/** A customer's message to judge for escalation. */
export interface EscalationInput {
  readonly message: string;
  /** Whether the desk's last words offered a person; then a plain "yes" is a wish for one. */
  readonly personOffered?: boolean;
}
