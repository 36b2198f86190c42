import { describe, expect, it } from '@jest/globals';
import { type HandoffState } from '@frontdesk/client';
import { HANDOFF_STATES, type HandoffStep, isHeld, stateAfter } from './handoff-state.js';

const IMPOSSIBLE = undefined;

/** Every step from every state, as docs/handoff.md has it. */
const TABLE: Readonly<Record<HandoffStep, Readonly<Record<Exclude<HandoffState, 'none'>, HandoffState | undefined>>>> =
  {
    request: {
      requested: 'queued',
      queued: IMPOSSIBLE,
      assigned: IMPOSSIBLE,
      active: IMPOSSIBLE,
      returned: IMPOSSIBLE,
      cancelled: IMPOSSIBLE,
      timed_out: 'queued',
    },
    claim: {
      requested: 'assigned',
      queued: 'assigned',
      assigned: IMPOSSIBLE,
      active: IMPOSSIBLE,
      returned: 'assigned',
      cancelled: 'assigned',
      timed_out: 'assigned',
    },
    speak: {
      requested: IMPOSSIBLE,
      queued: IMPOSSIBLE,
      assigned: 'active',
      active: 'active',
      returned: IMPOSSIBLE,
      cancelled: IMPOSSIBLE,
      timed_out: IMPOSSIBLE,
    },
    release: {
      requested: IMPOSSIBLE,
      queued: IMPOSSIBLE,
      assigned: 'returned',
      active: 'returned',
      returned: IMPOSSIBLE,
      cancelled: IMPOSSIBLE,
      timed_out: IMPOSSIBLE,
    },
    cancel: {
      requested: 'cancelled',
      queued: 'cancelled',
      assigned: IMPOSSIBLE,
      active: IMPOSSIBLE,
      returned: IMPOSSIBLE,
      cancelled: IMPOSSIBLE,
      timed_out: 'cancelled',
    },
    withdraw: {
      requested: 'cancelled',
      queued: 'cancelled',
      assigned: IMPOSSIBLE,
      active: IMPOSSIBLE,
      returned: IMPOSSIBLE,
      cancelled: IMPOSSIBLE,
      timed_out: 'cancelled',
    },
    time_out: {
      requested: 'timed_out',
      queued: 'timed_out',
      assigned: IMPOSSIBLE,
      active: IMPOSSIBLE,
      returned: IMPOSSIBLE,
      cancelled: IMPOSSIBLE,
      timed_out: IMPOSSIBLE,
    },
  };

const STEPS = Object.keys(TABLE) as HandoffStep[];

describe('the way to a person and back', () => {
  it.each(STEPS)('%s leads where the table says', (step) => {
    const seen = HANDOFF_STATES.map((state) => [state, stateAfter(step, state)]);
    expect(Object.fromEntries(seen)).toEqual(TABLE[step]);
  });

  it('has no step from a state in which nobody was asked', () => {
    expect(STEPS.filter((step) => stateAfter(step, 'none') !== undefined)).toEqual([]);
  });

  it('changes hands by claim and release alone', () => {
    const changing = STEPS.filter((step) =>
      HANDOFF_STATES.some((from) => {
        const to = stateAfter(step, from);
        return to !== undefined && isHeld(to) !== isHeld(from);
      }),
    );
    expect(changing.sort()).toEqual(['claim', 'release']);
  });

  it('lets people come from every state in which nobody has the conversation', () => {
    const waiting = HANDOFF_STATES.filter((state) => !isHeld(state));
    expect(waiting.every((state) => stateAfter('claim', state) === 'assigned')).toBe(true);
  });
});
