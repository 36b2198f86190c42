import { type EscalationReason } from '../common/escalation-reason.js';
import { type WeeklySpan } from './business-week.js';
import { type CrossRule } from './cross-rule.js';
import { type EnvironmentValues } from './env.schema.js';
import { type EscalationThresholds, thresholdsOf } from './escalation-thresholds.js';

/** When somebody is there. */
export interface BusinessHours {
  /** In the order of the week; never empty. */
  readonly week: readonly WeeklySpan[];
  /** IANA name. */
  readonly timezone: string;
  /** Days of one year (`2026-12-24`) or of every year (`12-25`). */
  readonly holidays: readonly string[];
}

/** When a person is brought in. */
export interface EscalationConfig {
  /** True: only note what would have been done. */
  readonly shadow: boolean;
  readonly reasons: ReadonlySet<EscalationReason>;
  readonly thresholds: EscalationThresholds;
  /** Words and phrases that are always for a person. */
  readonly policyTopics: readonly string[];
  /** Replies in a row that found nothing, after which a person is brought in. */
  readonly abstentionsInRow: number;
  /** Null: customers are told no times. */
  readonly businessHours: BusinessHours | null;
}

/** The escalation part of the configuration. */
export function escalationConfig(values: EnvironmentValues): EscalationConfig {
  const { BUSINESS_HOURS: week, BUSINESS_TIMEZONE: timezone, BUSINESS_HOLIDAYS: holidays = [] } = values;
  return {
    shadow: values.ESCALATION_SHADOW,
    reasons: new Set(values.ESCALATION_REASONS as readonly EscalationReason[]),
    thresholds: thresholdsOf(values.ESCALATION_THRESHOLDS ?? []),
    policyTopics: values.ESCALATION_POLICY_TOPICS ?? [],
    abstentionsInRow: values.ESCALATION_ABSTENTIONS,
    businessHours: week ? { week, timezone, holidays } : null,
  };
}

/** What must hold between the variables of escalation. */
export const escalationRules: readonly CrossRule[] = [
  {
    names: ['BUSINESS_HOLIDAYS', 'BUSINESS_HOURS'],
    broken: (values) => values.BUSINESS_HOLIDAYS !== undefined && values.BUSINESS_HOURS === undefined,
    message: 'is set, but BUSINESS_HOURS is not. Set the hours, such as mon-sun 00:00-24:00, or remove the holidays.',
  },
];
