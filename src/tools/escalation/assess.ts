import { type EscalationConfig } from '../../config/escalation-config.js';
import {
  type EscalationAssessment,
  type EscalationEvidence,
  type EscalationSignal,
} from '../contract/escalation-signal.js';
import { type EscalationInput } from '../contract/tool-inputs.js';
import { acceptedOffer } from './accepted-offer.js';
import { policyFinder } from './policy-topics.js';
import { readMessage } from './read-message.js';
import { repeatedFailure } from './repeated-failure.js';
import { sentimentOf } from './sentiment/sentiment.js';

/** What of the configuration decides which signs count. */
export type EscalationRules = Pick<
  EscalationConfig,
  'shadow' | 'reasons' | 'thresholds' | 'policyTopics' | 'abstentionsInRow'
>;

/** Judges messages by the rules; the same input gives the same assessment. */
export function assessor(rules: EscalationRules): (input: EscalationInput) => EscalationAssessment {
  const policy = policyFinder(rules.policyTopics);
  return (input) => {
    const sentiment = sentimentOf(input.message);
    const signs = [
      ...readMessage(input.message),
      input.personOffered === true ? acceptedOffer(input.message) : null,
      repeatedFailure(input, rules.abstentionsInRow),
      policy(input.message),
      soundsNegative(sentiment),
    ].filter((sign) => sign !== null);
    return { signal: signalOf(signs, rules), shadow: rules.shadow, sentiment };
  };
}

function soundsNegative({ label, score }: EscalationAssessment['sentiment']): EscalationEvidence | null {
  if (label !== 'negative') return null;
  return { reason: 'negative_sentiment', confidence: -score, evidence: 'sounds_negative' };
}

/** Of the signs those that count, strongest first, one for each reason; null: none does. */
function signalOf(
  signs: readonly EscalationEvidence[],
  { reasons, thresholds }: Pick<EscalationRules, 'reasons' | 'thresholds'>,
): EscalationSignal | null {
  const explanation = signs
    .filter(({ reason, confidence }) => reasons.has(reason) && confidence >= thresholds[reason])
    .sort((one, other) => other.confidence - one.confidence)
    .filter(({ reason }, index, all) => all.findIndex((sign) => sign.reason === reason) === index);
  const [strongest] = explanation;
  if (!strongest) return null;
  return { reasons: explanation.map(({ reason }) => reason), confidence: strongest.confidence, explanation };
}
