import { flag, list } from './env-values.js';
import { optionalVariable, variable } from './env-variable.js';

/** Kinds of personal data that can be told from other text with few mistakes. */
export const PII_KINDS = ['email', 'phone', 'card', 'iban', 'national_id', 'ip', 'name', 'address'] as const;

/** One of them. */
export type PiiKind = (typeof PII_KINDS)[number];

const section = 'Privacy';

/** An e-mail address, a domain, or a phone number with its country code. */
const ALLOWED = /^(?:[^\s@,]{1,64}@)?(?:[\p{L}\p{N}-]{1,63}\.){1,10}[\p{L}\p{N}-]{2,63}$|^\+[1-9]\d{6,14}$/u;

/** What a language model may not see. */
export const piiVariables = {
  PII_TOKENISATION: variable(flag(), {
    section,
    default: 'true',
    description:
      'Whether personal data of customers is replaced by tokens such as [EMAIL_1] in everything that is sent to a language model or an embedding server, and put back in its answers. Without such a service nothing leaves the desk.',
  }),
  PII_KINDS: variable(
    list((item) => PII_KINDS.some((kind) => kind === item), `of ${PII_KINDS.join(', ')}, separated by commas`),
    {
      section,
      default: PII_KINDS.join(','),
      description: 'What is replaced. docs/pii.md says how each kind is told from other text.',
    },
  ),
  PII_ALLOW: optionalVariable(
    list((item) => ALLOWED.test(item), 'e-mail addresses, domains and phone numbers such as +4930901820'),
    {
      section,
      otherwise: 'only what stands in the help pages found for a question stays as it is',
      description:
        "Your own addresses, which are nobody's secret and stay as they are: e-mail addresses, domains (every address there) and phone numbers with their country code.",
      example: 'shop.example,help@partner.example,+4930901820',
    },
  ),
};
