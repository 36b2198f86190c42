import { type EscalationReason } from '../../common/escalation-reason.js';

/** One reason and what speaks for it. */
export interface EscalationEvidence {
  readonly reason: EscalationReason;
  /** 0..1, where 1 is a plain demand. */
  readonly confidence: number;
  /** A stable code of what was seen, such as `asks_for_person` or `same_question_again`; never message text. */
  readonly evidence: string;
}

/** A wish or need for a person. `reasons` come strongest first, `confidence` is that of the strongest. */
export interface EscalationSignal {
  readonly reasons: readonly EscalationReason[];
  readonly confidence: number;
  readonly explanation: readonly EscalationEvidence[];
}

/** What a message says about the need for a person. */
export interface EscalationAssessment {
  /** Reasons over their thresholds; null: none. */
  readonly signal: EscalationSignal | null;
  /** True: only note what would have been done. */
  readonly shadow: boolean;
  /** How the message sounds, -1..1. */
  readonly sentiment: { readonly label: 'negative' | 'neutral' | 'positive'; readonly score: number };
}
