import { wholeNumber } from './env-values.js';
import { variable } from './env-variable.js';

/** How much work is taken on at a time. */
export const overloadVariables = {
  AGENT_MAX_CONCURRENT_TURNS: variable(wholeNumber(1, 100_000), {
    section: 'Agent',
    default: '1000',
    description:
      'Messages that one process answers at a time, those included that wait for a language model or for their session. How many of them are worked on at once follows from what the machine can do.',
  }),
  AGENT_MAX_QUEUED_TURNS: variable(wholeNumber(0, 10_000), {
    section: 'Agent',
    default: '64',
    description:
      'Messages that may wait for the process to begin with them. When more come, it sheds load: they are refused with 503 and Retry-After.',
  }),
  AGENT_QUEUE_TIMEOUT_MS: variable(wholeNumber(10, 60_000), {
    section: 'Agent',
    default: '5000',
    description: 'How long a message may wait for the process to begin with it before it is refused with 503.',
  }),
  AGENT_MAX_QUEUED_PER_SESSION: variable(wholeNumber(1, 1000), {
    section: 'Agent',
    default: '200',
    description:
      'Messages of one session that may wait in one process for the answer before them; the next one is refused with 409.',
  }),
};
