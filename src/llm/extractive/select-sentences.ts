import { type Question } from './question.js';
import { type ScoredSentence } from './score-sentences.js';
import { coverage } from './term-weights.js';
import {
  MAX_SENTENCES,
  MIN_ADDED_COVERAGE,
  MIN_COVERAGE_BY_ANOTHER,
  MIN_SHARE_TO_ADD,
  MIN_SHARE_TO_GO_ON,
  SAME_SENTENCE,
} from './thresholds.js';

/**
 * The one to four sentences that answer together: the best one, then each further one that says something new of the question
 * (maximal marginal relevance, Carbonell and Goldstein 1998, on term coverage). Another page has to add a part of the subject;
 * the best one's own page may also go on with its next good sentence.
 */
export function selectSentences(
  scored: readonly ScoredSentence[],
  question: Question,
  weights: ReadonlyMap<string, number>,
): ScoredSentence[] {
  const ranked = [...scored].sort((one, other) => other.score - one.score);
  const [best] = ranked;
  if (!best) return [];
  const chosen = [best];
  for (const candidate of ranked.slice(1)) {
    if (chosen.length === MAX_SENTENCES || candidate.score < MIN_SHARE_TO_ADD * best.score) break;
    if (chosen.some((other) => sayTheSame(candidate.stems, other.stems))) continue;
    const isNew = (stem: string): boolean => candidate.stems.has(stem) && !chosen.some(({ stems }) => stems.has(stem));
    const known = chosen.some(({ passage }) => passage === candidate.passage);
    const adds = known
      ? coverage(weights, isNew) >= MIN_ADDED_COVERAGE
      : coverage(question.weights, isNew) >= MIN_COVERAGE_BY_ANOTHER;
    if (adds || goesOn(candidate, best, chosen.length)) chosen.push(candidate);
  }
  return chosen;
}

function goesOn(candidate: ScoredSentence, best: ScoredSentence, chosen: number): boolean {
  const near = candidate.score >= MIN_SHARE_TO_GO_ON * best.score;
  return candidate.passage === best.passage && near && chosen < MAX_SENTENCES - 1;
}

/** Whether two sentences share nearly all their stems. */
export function sayTheSame(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  let shared = 0;
  for (const stem of one) if (other.has(stem)) shared += 1;
  const all = one.size + other.size - shared;
  return all > 0 && shared / all >= SAME_SENTENCE;
}
