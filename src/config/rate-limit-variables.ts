import { flag, wholeNumber } from './env-values.js';
import { variable } from './env-variable.js';

const section = 'Rate limits';
/** Of one budget; what should not be limited is given more than can come. */
const budget = wholeNumber(1, 10_000_000);

/** How many calls are taken from one caller. */
export const rateLimitVariables = {
  RATE_LIMIT_ENABLED: variable(flag(), {
    section,
    default: 'true',
    description:
      'false: no call is counted, also not those with a wrong API key. For measurements, or behind a gateway.',
  }),
  RATE_LIMIT_PERIOD: variable(wholeNumber(1, 86_400), {
    section,
    default: '60',
    description: 'Seconds that every budget is for; then it is whole again.',
  }),
  RATE_LIMIT_REQUESTS: variable(budget, {
    section,
    default: '600',
    description: 'Reads and changes that one session may ask for in a period, and one address that shows no session.',
  }),
  RATE_LIMIT_MESSAGES: variable(budget, {
    section,
    default: '60',
    description: 'Messages that one session may send in a period, over REST and sockets together.',
  }),
  RATE_LIMIT_ADDRESS_MESSAGES: variable(budget, {
    section,
    default: '1200',
    description: 'Messages of all sessions behind one address in a period: of an office, for example.',
  }),
  RATE_LIMIT_UPLOADS: variable(budget, {
    section,
    default: '30',
    description: 'Files that one session may send in a period.',
  }),
  RATE_LIMIT_ADDRESS_UPLOADS: variable(budget, {
    section,
    default: '300',
    description: 'Files of all sessions behind one address in a period.',
  }),
  RATE_LIMIT_SESSIONS: variable(budget, {
    section,
    default: '120',
    description: 'Sessions that may be opened from one address in a period.',
  }),
  RATE_LIMIT_KEY_REQUESTS: variable(budget, {
    section,
    default: '6000',
    description: 'Calls of every kind that one API key may make in a period.',
  }),
  RATE_LIMIT_FAILED_CREDENTIALS: variable(budget, {
    section,
    default: '30',
    description: 'Different wrong keys and tokens that one address may show in a period.',
  }),
};
