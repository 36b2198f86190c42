import { type PreparedPassage } from './prepared-passage.js';
import { answersType } from './question-type.js';
import { type Question } from './question.js';
import { type ScoredSentence } from './score-sentences.js';
import { coverage } from './term-weights.js';
import { EVIDENCE } from './thresholds.js';

/**
 * How surely the chosen sentences answer the question, 0..1; 0.5 is the turning point. Evidence adds up on a logistic curve: the
 * search's odds, how much of the question's subject the quoted sentences and their titles speak of, how much the best passage
 * speaks of, and whether the kind of thing asked for is there. So a page that merely shares a verb is not enough.
 */
export function confidenceOf(question: Question, chosen: readonly ScoredSentence[]): number {
  const [best] = chosen;
  if (!best || question.total === 0) return 0;
  const named = Math.min(1, question.total / EVIDENCE.fullSubject);
  const quoted = coverage(question.subject, (stem) => chosen.some((sentence) => speaksOf(sentence, stem)));
  const around = coverage(question.subject, (stem) => best.passage.stems.has(stem));
  const evidence =
    EVIDENCE.search * boundedLogOdds(best.passage) +
    named * (EVIDENCE.quoted * quoted + EVIDENCE.around * around) +
    kindEvidence(question, chosen);
  return 1 / (1 + Math.exp(-EVIDENCE.slope * (evidence - EVIDENCE.middle)));
}

function speaksOf({ stems, headingStems, passage }: ScoredSentence, stem: string): boolean {
  return stems.has(stem) || headingStems.has(stem) || passage.titleStems.has(stem);
}

/** An open question can be answered by anything, which says half as much. */
function kindEvidence({ type }: Question, chosen: readonly ScoredSentence[]): number {
  if (type === 'open') return EVIDENCE.fitting / 2;
  if (chosen.some(({ text }) => answersType(type, text))) return EVIDENCE.fitting;
  return type === 'contact' ? EVIDENCE.noContact : 0;
}

function boundedLogOdds({ passage: { score } }: PreparedPassage): number {
  if (score <= 0) return EVIDENCE.leastLogOdds;
  const odds = Math.log(score / (1 - Math.min(score, 1 - Number.EPSILON)));
  return Math.max(EVIDENCE.leastLogOdds, Math.min(EVIDENCE.mostLogOdds, odds));
}
