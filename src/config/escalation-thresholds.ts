import { ESCALATION_REASONS, type EscalationReason } from '../common/escalation-reason.js';

/** Least confidence of each reason, 0..1. */
export type EscalationThresholds = Readonly<Record<EscalationReason, number>>;

/**
 * What counts when nothing else is configured; docs/escalation.md tells what each confidence stands for. One repeated question (0.6) and
 * an answer of a model that was replaced by a quotation (0.7) do not bring in a person yet.
 */
const DEFAULTS: EscalationThresholds = {
  human_request: 0.6,
  complaint: 0.6,
  legal: 0.6,
  security_urgent: 0.6,
  negative_sentiment: 0.8,
  repeated_failure: 0.7,
  low_grounding: 0.8,
  tool_failure: 0.7,
  policy: 0.6,
};

const ENTRY = /^([a-z_]+)\s*=\s*(0|0?\.\d{1,4}|1(?:\.0{1,4})?)$/;

/** Whether a text sets the threshold of a reason: `complaint=0.7`. */
export function isThreshold(text: string): boolean {
  return (ESCALATION_REASONS as readonly string[]).includes(ENTRY.exec(text)?.[1] ?? '');
}

/** The defaults with what `entries` change, each of which `isThreshold`; the last of two for one reason counts. */
export function thresholdsOf(entries: readonly string[]): EscalationThresholds {
  const changed = entries.map((entry) => {
    const [, reason = '', value = ''] = ENTRY.exec(entry) ?? [];
    return [reason, Number(value)] as const;
  });
  return { ...DEFAULTS, ...Object.fromEntries(changed) };
}
