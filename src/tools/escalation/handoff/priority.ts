import { type EscalationReason, type TicketPriority } from '../../../common/escalation-reason.js';
import { type EscalationSignal } from '../../contract/escalation-signal.js';

/** How soon a reason wants somebody: money may be going missing; a deadline may run; a customer may be leaving; somebody waits. */
const OF_REASON: Readonly<Record<EscalationReason, TicketPriority>> = {
  security_urgent: 'urgent',
  legal: 'high',
  complaint: 'high',
  policy: 'high',
  negative_sentiment: 'normal',
  repeated_failure: 'normal',
  human_request: 'normal',
  low_grounding: 'low',
  tool_failure: 'normal',
};
const IN_ORDER: readonly TicketPriority[] = ['urgent', 'high', 'normal', 'low'];

/** The priority of the most pressing reason; `normal` when there is none. */
export function priorityOf({ reasons }: Pick<EscalationSignal, 'reasons'>): TicketPriority {
  const wanted = new Set(reasons.map((reason) => OF_REASON[reason]));
  return IN_ORDER.find((priority) => wanted.has(priority)) ?? 'normal';
}
