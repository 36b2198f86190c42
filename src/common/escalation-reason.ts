/** Every reason why a person should take over. The codes are part of the outward contract. */
export const ESCALATION_REASONS = [
  'human_request',
  'complaint',
  'legal',
  'security_urgent',
  'negative_sentiment',
  'repeated_failure',
  'low_grounding',
  'tool_failure',
  'policy',
] as const;

/** Why a person should take over. */
export type EscalationReason = (typeof ESCALATION_REASONS)[number];

/** How soon a person should look at a ticket. */
export type TicketPriority = 'low' | 'normal' | 'high' | 'urgent';
