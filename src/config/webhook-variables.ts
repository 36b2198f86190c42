import { flag, wholeNumber } from './env-values.js';
import { variable } from './env-variable.js';

/** How events are delivered to other systems. */
export const webhookVariables = {
  WEBHOOK_TIMEOUT_SECONDS: variable(wholeNumber(1, 60), {
    section: 'Webhooks',
    default: '10',
    description: 'How long a receiver may take to answer a delivery.',
  }),
  WEBHOOK_MAX_ATTEMPTS: variable(wholeNumber(1, 50), {
    section: 'Webhooks',
    default: '12',
    description:
      'Tries of one delivery, with growing pauses (a day and a half on average for 12), before it is set aside as a dead letter.',
  }),
  WEBHOOK_ALLOW_PRIVATE: variable(flag(), {
    section: 'Webhooks',
    default: 'false',
    description:
      'Lets webhook addresses lie in private and loopback networks and use http. Leave it off where administrators are not trusted with your network.',
  }),
};
