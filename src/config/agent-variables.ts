import { wholeNumber } from './env-values.js';
import { variable } from './env-variable.js';

/** How the agent works a turn, and how long it remembers. */
export const agentVariables = {
  AGENT_TURN_TIMEOUT_SECONDS: variable(wholeNumber(2, 300), {
    section: 'Agent',
    default: '30',
    description:
      'The longest time one answer may take. What is not there in time is left out: a tool, a model, in the end the answer is quoted.',
  }),
  MEMORY_RETENTION_DAYS: variable(wholeNumber(0, 36_500), {
    section: 'Agent',
    default: '365',
    description:
      'How long facts, preferences and summaries of customers are kept; 0 keeps them as long as the conversation.',
  }),
  MEMORY_HALF_LIFE_DAYS: variable(wholeNumber(1, 3650), {
    section: 'Agent',
    default: '30',
    description: 'After how many days something a customer told counts half as much as when it was said.',
  }),
};
