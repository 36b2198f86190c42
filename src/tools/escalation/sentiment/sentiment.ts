import { type EscalationAssessment } from '../../contract/escalation-signal.js';
import { lexiconSum, scoreOfSum } from './lexicon.js';
import { type FeelingCue, LET_DOWN, NO_FEELING, PRAISE, SARCASM } from './support-words.js';

/** Longest text judged, characters. */
const MAX_TEXT = 2_000;
/** Sums between these are no feeling; found on public tweets, where half of what is said is neutral. */
const NEGATIVE_FROM = -0.6;
const POSITIVE_FROM = 1.8;
/** Being let down again and again is not much worse than twice. */
const MOST_OF_CUES = 6;
/** Praise in the same breath as a let-down is more often bitter than meant. */
const PRAISE_BESIDE_LET_DOWN = 0.5;

/** How a message sounds: VADER's lexicon without the words of the trade, and what customers say when they were let down or pleased. */
export function sentimentOf(text: string): EscalationAssessment['sentiment'] {
  const sum = feelingsOf(withoutAddresses(text.slice(0, MAX_TEXT)));
  const label = sum <= NEGATIVE_FROM ? 'negative' : sum >= POSITIVE_FROM ? 'positive' : 'neutral';
  return { label, score: Math.round(scoreOfSum(sum) * 100) / 100 };
}

function feelingsOf(text: string): number {
  const lower = text.toLowerCase();
  const letDown = Math.max(sumOf(LET_DOWN, lower), -MOST_OF_CUES);
  const words = lexiconSum(text.replace(NO_FEELING, 'thing'));
  const praise = Math.min(sumOf(PRAISE, lower), MOST_OF_CUES);
  if (SARCASM.test(lower)) return letDown - Math.abs(words) - praise;
  const good = Math.max(words, 0) + praise;
  return letDown + Math.min(words, 0) + (letDown < 0 ? good * PRAISE_BESIDE_LET_DOWN : good);
}

function sumOf(cues: readonly FeelingCue[], lower: string): number {
  return cues.reduce((sum, { pattern, weight }) => (pattern.test(lower) ? sum + weight : sum), 0);
}

/** Names, links and the signs around them say nothing of the writer. */
function withoutAddresses(text: string): string {
  return text
    .replace(/[’‘`´]/g, "'")
    .replace(/https?:\/\/\S+|@\w+/g, ' ')
    .replace(/#(?=\w)/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
