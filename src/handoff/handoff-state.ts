import { type HandoffState } from '@frontdesk/client';

/** Every state that a ticket can be in. */
export const HANDOFF_STATES: readonly HandoffState[] = [
  'requested',
  'queued',
  'assigned',
  'active',
  'returned',
  'cancelled',
  'timed_out',
];

/** What moves a conversation towards a person or back. */
export type HandoffStep = 'request' | 'claim' | 'speak' | 'release' | 'cancel' | 'withdraw' | 'time_out';

/** States in which a person has the conversation and the agent is silent. */
const HELD: readonly HandoffState[] = ['assigned', 'active'];

/**
 * Where each step leads from where; a step is impossible from a state that is not named. A ticket begins as `requested`, and is that
 * again when it is asked for after its return (`MERGE_INTO_OPEN_TICKET`); `request` puts it into the queue and tells the customer so.
 * `withdraw`: the desk solves a ticket that nobody took over.
 */
const MOVES: Readonly<Record<HandoffStep, Partial<Record<HandoffState, HandoffState>>>> = {
  request: { requested: 'queued', timed_out: 'queued' },
  claim: {
    requested: 'assigned',
    queued: 'assigned',
    returned: 'assigned',
    cancelled: 'assigned',
    timed_out: 'assigned',
  },
  speak: { assigned: 'active', active: 'active' },
  release: { assigned: 'returned', active: 'returned' },
  cancel: { requested: 'cancelled', queued: 'cancelled', timed_out: 'cancelled' },
  withdraw: { requested: 'cancelled', queued: 'cancelled', timed_out: 'cancelled' },
  time_out: { requested: 'timed_out', queued: 'timed_out' },
};

/** The state after `step`; undefined when it is impossible from here. */
export function stateAfter(step: HandoffStep, from: HandoffState): HandoffState | undefined {
  return MOVES[step][from];
}

/** Whether a person has the conversation. */
export function isHeld(state: HandoffState): boolean {
  return HELD.includes(state);
}
