import { type PreparedPassage } from './prepared-passage.js';
import { type Question, sumOf } from './question.js';

/**
 * Reads two neighbouring words of the question as one where the pages write them so: "pass word", "check out", "corona virus".
 * The compound takes the larger weight of the two.
 */
export function joinCompounds(question: Question, passages: readonly PreparedPassage[]): Question {
  const weights = new Map(question.weights);
  const subject = new Map(question.subject);
  for (const { first, second, joined } of question.neighbours) {
    if (!passages.some(({ stems }) => stems.has(joined))) continue;
    join(weights, first, second, joined);
    join(subject, first, second, joined);
  }
  return { ...question, weights, subject, total: sumOf(subject) };
}

function join(weights: Map<string, number>, first: string, second: string, joined: string): void {
  const weight = Math.max(weights.get(first) ?? 0, weights.get(second) ?? 0);
  if (weight === 0) return;
  weights.delete(first);
  weights.delete(second);
  weights.set(joined, weight);
}
