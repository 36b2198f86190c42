import { type EscalationEvidence } from '../contract/escalation-signal.js';
import { normalise } from './message-text.js';

const CONFIDENCE = 0.9;
/** Scripts that write without blanks between words. */
const WITHOUT_BLANKS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

/**
 * Finds topics that the operator always wants a person for. A topic is a word or a phrase; it is found as whole words in any case, in
 * the plural too, and with any ending when it ends in `*`.
 */
export function policyFinder(topics: readonly string[]): (message: string) => EscalationEvidence | null {
  const patterns = topics.map(topicPattern);
  return (text) => {
    const message = normalise(text);
    const touched = patterns.some((pattern) => pattern.test(message));
    return touched ? { reason: 'policy', confidence: CONFIDENCE, evidence: 'policy_topic' } : null;
  };
}

function topicPattern(topic: string): RegExp {
  const words = normalise(topic).replace(/\*$/, '').split(' ').map(escaped).join('\\s+');
  if (WITHOUT_BLANKS.test(topic)) return new RegExp(words, 'u');
  const ending = topic.trim().endsWith('*') ? '' : '(?:e?s)?(?![\\p{L}\\p{N}])';
  return new RegExp(`(?<![\\p{L}\\p{N}])${words}${ending}`, 'u');
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
