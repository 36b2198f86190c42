import { wholeNumber } from './env-values.js';
import { variable } from './env-variable.js';

const days = wholeNumber(0, 36_500);

/** How long each class of data is kept; memories have MEMORY_RETENTION_DAYS. */
export const retentionVariables = {
  RETENTION_SESSIONS_DAYS: variable(days, {
    section: 'Privacy',
    default: '0',
    description:
      'After how many days in which nothing happened a conversation is deleted, with its messages, memories, files and tickets; 0 keeps it.',
  }),
  RETENTION_MESSAGES_DAYS: variable(days, {
    section: 'Privacy',
    default: '0',
    description:
      'After how many days messages are removed, with their turns, ratings and what was remembered of them; 0 keeps them as long as the conversation.',
  }),
  RETENTION_ATTACHMENTS_DAYS: variable(days, {
    section: 'Privacy',
    default: '0',
    description: 'After how many days files of customers are removed; 0 keeps them as long as the conversation.',
  }),
  RETENTION_AUDIT_DAYS: variable(days, {
    section: 'Privacy',
    default: '0',
    description: 'After how many days entries of the audit log are removed; 0 keeps them.',
  }),
  RETENTION_RECEIPTS_DAYS: variable(days, {
    section: 'Privacy',
    default: '0',
    description: 'After how many days receipts of erasures are removed; they name nobody. 0 keeps them.',
  }),
};
