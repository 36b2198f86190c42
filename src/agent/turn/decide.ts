import { type EscalationSignal } from '../../tools/contract/escalation-signal.js';
import { type Gathered } from './gather.js';

/** What to do with a message. Code decides; a model, where there is one, only words the answer. */
export type TurnDecision =
  { readonly action: 'answer' } | { readonly action: 'escalate'; readonly signal: EscalationSignal };

/** A wish for a person comes before everything else; whether the pages support an answer is found out while answering. */
export function decide({ escalation }: Pick<Gathered, 'escalation'>): TurnDecision {
  return escalation ? { action: 'escalate', signal: escalation } : { action: 'answer' };
}
