import { type EscalationReason } from '../../common/escalation-reason.js';

/** A wish or need for a person, found in one message. `confidence` is 0..1, where 1 is a plain demand. */
export interface EscalationSignal {
  readonly reasons: readonly EscalationReason[];
  readonly confidence: number;
}
