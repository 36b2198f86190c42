import { subjectWeight, termsOf } from '../extractive/terms.js';
import { isMeasure } from './quantities.js';
import { type Source } from './source.js';
import { canonicalStem, readPhrases } from './synonyms.js';

/** Least weight of a word: one that stands in every sentence still has to be there. */
const FLOOR = 0.3;
/** How much a word that helps any sentence ("need", "use") counts of its weight. */
const GENERIC = 0.4;

/** How telling stems are among the sources, in nats. */
export type Weights = (stem: string) => number;

/**
 * Inverse sentence frequency among the sources, ln(1 + (N - n + 0.5) / (n + 0.5)) (Robertson and Sparck Jones). A stem that no
 * source has weighs like one that a single sentence has.
 */
export function weightsOf(sources: readonly Source[]): Weights {
  const counts = new Map<string, number>();
  let total = 0;
  for (const { sentences } of sources)
    for (const { stems } of sentences) {
      total += 1;
      for (const stem of stems) counts.set(stem, (counts.get(stem) ?? 0) + 1);
    }
  return (stem) => {
    const holding = counts.get(stem) ?? 1;
    return Math.max(FLOOR, Math.log(1 + Math.max(0, total - holding + 0.5) / (holding + 0.5)));
  };
}

/** The stems of a statement with their weights; numbers and units are left to those who compare quantities. */
export function weightedStems(text: string, weights: Weights): Map<string, number> {
  const weighted = new Map<string, number>();
  for (const { stem, word } of termsOf(readPhrases(text))) {
    if (/^\p{N}/u.test(word) || isMeasure(word)) continue;
    const known = canonicalStem(stem);
    weighted.set(known, weights(known) * (subjectWeight(word) < 1 ? GENERIC : 1));
  }
  return weighted;
}
