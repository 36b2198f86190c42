import { z } from 'zod';
import { ESCALATION_REASONS } from '../common/escalation-reason.js';
import { isDay, isTimeZone, parseWeek, type WeeklySpan } from './business-week.js';
import { flag, list, wholeNumber } from './env-values.js';
import { type EnvValue, optionalVariable, variable } from './env-variable.js';
import { isThreshold } from './escalation-thresholds.js';

const section = 'Escalation';
const reasons: readonly string[] = ESCALATION_REASONS;

function week(): EnvValue<readonly WeeklySpan[]> {
  const schema = z.string().transform((value, context) => {
    const spans = parseWeek(value);
    if (spans) return spans;
    context.addIssue('no week');
    return z.NEVER;
  });
  return { schema, expects: 'days and times such as mon-fri 09:00-17:30; sat 10:00-14:00' };
}

function timeZone(): EnvValue<string> {
  return { schema: z.string().refine(isTimeZone), expects: 'the name of a time zone such as Europe/Berlin' };
}

/** When a person is brought in, and when somebody is there. */
export const escalationVariables = {
  ESCALATION_SHADOW: variable(flag(), {
    section,
    default: 'false',
    description:
      'Only notes what would have been handed over, in the answer and the log, and hands nothing over by itself. For trying the rules on real traffic.',
  }),
  ESCALATION_REASONS: variable(
    list((item) => reasons.includes(item), `reasons of ${reasons.join(', ')}, separated by commas`),
    {
      section,
      default: reasons.join(','),
      description: 'The reasons for which a person is brought in. Customers can ask for one by button in any case.',
    },
  ),
  ESCALATION_THRESHOLDS: optionalVariable(
    list(isThreshold, 'entries such as complaint=0.7, a reason and a number from 0 to 1, separated by commas'),
    {
      section,
      otherwise: 'the thresholds of docs/escalation.md',
      description: 'Least confidence with which a reason counts. Reasons that are not named keep their own.',
      example: 'complaint=0.7,negative_sentiment=0.9',
    },
  ),
  ESCALATION_POLICY_TOPICS: optionalVariable(
    list((item) => item.replace(/\*$/, '').trim() !== '' && item.length <= 100, 'words or phrases separated by commas'),
    {
      section,
      otherwise: 'none',
      description:
        'Topics that are always for a person. Found as whole words in any case; a * at the end stands for any ending.',
      example: 'bankruptcy,press inquir*,medical advice',
    },
  ),
  ESCALATION_ABSTENTIONS: variable(wholeNumber(1, 20), {
    section,
    default: '3',
    description: 'After how many replies in a row that found nothing a person is brought in.',
  }),
  BUSINESS_HOURS: optionalVariable(week(), {
    section,
    otherwise: 'customers are told no times',
    description:
      'When somebody takes over conversations. Changes what customers are told, never whether a ticket is made. A span that ends before it begins ends on the next day.',
    example: 'mon-fri 09:00-17:30; sat 10:00-14:00',
  }),
  BUSINESS_TIMEZONE: variable(timeZone(), {
    section,
    default: 'UTC',
    description: 'The time zone of BUSINESS_HOURS and BUSINESS_HOLIDAYS, by its name in the IANA database.',
    example: 'Europe/Berlin',
  }),
  BUSINESS_HOLIDAYS: optionalVariable(
    list(isDay, 'days such as 2026-12-24 or, for every year, 12-25, separated by commas'),
    {
      section,
      otherwise: 'none',
      description: 'Days on which nobody is there whatever BUSINESS_HOURS says.',
      example: '12-25,12-26,2026-04-06',
    },
  ),
};
