import { wholeNumber } from './env-values.js';
import { variable } from './env-variable.js';

/** How long customers wait for people. */
export const handoffVariables = {
  HANDOFF_TIMEOUT_SECONDS: variable(wholeNumber(0, 604_800), {
    section: 'People',
    default: '600',
    description:
      'When nobody has taken a ticket over after this long, the customer is told so; the ticket stays in the queue. 0 never tells.',
  }),
};
