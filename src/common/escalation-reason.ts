/** Why a person should take over. The codes are part of the outward contract. */
export type EscalationReason = 'human_request';
