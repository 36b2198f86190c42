import { type PreparedPassage } from './prepared-passage.js';
import { type Question } from './question.js';

/**
 * How telling each term of the question is among these passages: its own weight times an inverse sentence frequency,
 * ln(1 + (N - n + 0.5) / (n + 0.5)) (Robertson and Sparck Jones), so that a word in every sentence picks none of them.
 */
export function tellingWeights(question: Question, passages: readonly PreparedPassage[]): Map<string, number> {
  const total = passages.reduce((count, { sentences }) => count + sentences.length, 0);
  const weights = new Map<string, number>();
  for (const [stem, weight] of question.weights) {
    let holding = 0;
    for (const { sentences } of passages) for (const { stems } of sentences) if (stems.has(stem)) holding += 1;
    weights.set(stem, weight * Math.log(1 + (total - holding + 0.5) / (holding + 0.5)));
  }
  return weights;
}

/** The summed weights of the terms in `stems`, as a share of all; 0 when there are none. */
export function coverage(weights: ReadonlyMap<string, number>, holds: (stem: string) => boolean): number {
  let covered = 0;
  let total = 0;
  for (const [stem, weight] of weights) {
    total += weight;
    if (holds(stem)) covered += weight;
  }
  return total === 0 ? 0 : covered / total;
}
