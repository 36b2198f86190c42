import { type PreparedPassage } from './prepared-passage.js';
import { type Question, sumOf } from './question.js';

/**
 * Reads two neighbouring words of the question as one where the pages write them so: "pass word", "check out", "corona virus".
 * The compound takes the larger weight of the two.
 */
export function joinCompounds(question: Question, passages: readonly PreparedPassage[]): Question {
  const weights = new Map(question.weights);
  for (const { first, second, joined } of question.neighbours) {
    const known = passages.some(({ stems }) => stems.has(joined));
    const weight = Math.max(weights.get(first) ?? 0, weights.get(second) ?? 0);
    if (!known || weight === 0) continue;
    weights.delete(first);
    weights.delete(second);
    weights.set(joined, weight);
  }
  return { ...question, weights, total: sumOf(weights) };
}
