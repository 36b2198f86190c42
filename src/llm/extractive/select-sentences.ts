import { type Question } from './question.js';
import { instructs } from './question-type.js';
import { type ScoredSentence } from './score-sentences.js';
import { coverage } from './term-weights.js';
import {
  MAX_SENTENCES,
  MIN_ADDED_COVERAGE,
  MIN_COVERAGE_BY_ANOTHER,
  MIN_SHARE_OF_ANOTHER,
  MIN_SHARE_TO_ADD,
  MIN_SHARE_TO_GO_ON,
  MIN_TITLE_FOR_STEPS,
  SAME_SENTENCE,
} from './thresholds.js';

/** A coverage of all there is, rounding aside. */
const WHOLE = 0.99;

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
      : isNear(candidate, best) && coverage(question.subject, isNew) >= MIN_COVERAGE_BY_ANOTHER;
    if (adds || goesOn(candidate, best, chosen.length) || continuesOpening(candidate, best, question))
      chosen.push(candidate);
  }
  const step = firstStepFor(question, ranked, chosen);
  return step ? [...chosen, step] : chosen;
}

/** "How do I ...?" wants something to do: the first instruction of the best sentence's page, when none is quoted and the page is about it. */
function firstStepFor(
  { type, subject }: Question,
  scored: readonly ScoredSentence[],
  chosen: readonly ScoredSentence[],
): ScoredSentence | undefined {
  const [best] = chosen;
  if (type !== 'steps' || !best || chosen.some(({ text }) => instructs(text))) return undefined;
  if (coverage(subject, (stem) => best.passage.titleStems.has(stem)) < MIN_TITLE_FOR_STEPS) return undefined;
  const steps = scored.filter(({ passage, text }) => passage === best.passage && instructs(text));
  return steps.sort((one, other) => one.order - other.order)[0];
}

function goesOn(candidate: ScoredSentence, best: ScoredSentence, chosen: number): boolean {
  const near = candidate.score >= MIN_SHARE_TO_GO_ON * best.score;
  return candidate.passage === best.passage && near && chosen < MAX_SENTENCES - 1;
}

/** A page about all of an open question is told on from its first sentence. */
function continuesOpening(candidate: ScoredSentence, best: ScoredSentence, { type, subject }: Question): boolean {
  const { passage } = best;
  if (type !== 'open' || best.order !== 0 || candidate.passage !== passage || candidate.order !== 1) return false;
  return coverage(subject, (stem) => passage.titleStems.has(stem)) >= WHOLE;
}

/** Whether the search holds another page for nearly as good as the best sentence's. */
function isNear(candidate: ScoredSentence, best: ScoredSentence): boolean {
  return candidate.passage.passage.score >= MIN_SHARE_OF_ANOTHER * best.passage.passage.score;
}

/** Whether two sentences share nearly all their stems. */
export function sayTheSame(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  let shared = 0;
  for (const stem of one) if (other.has(stem)) shared += 1;
  const all = one.size + other.size - shared;
  return all > 0 && shared / all >= SAME_SENTENCE;
}
