import { type PreparedPassage } from './prepared-passage.js';
import { type Question, sumOf } from './question.js';

/** Shortest stem that is corrected: shorter ones have too many neighbours. */
const MIN_CORRECTED = 6;
/** From this length on a wrong letter is forgiven too, not only a missing, doubled or swapped one: "tires" is not "tired". */
const MIN_REPLACED = 8;

/** A number is never a slip for another one. */
const HAS_DIGIT = /\p{N}/u;

/** Reads a word that no page has as the page's word that is one typing error away: "pasword", "recieve". */
export function correctSpelling(question: Question, passages: readonly PreparedPassage[]): Question {
  const weights = new Map(question.weights);
  const subject = new Map(question.subject);
  for (const stem of question.weights.keys()) {
    if (stem.length < MIN_CORRECTED || HAS_DIGIT.test(stem) || passages.some(({ stems }) => stems.has(stem))) continue;
    const meant = nearestOf(stem, passages);
    if (meant === undefined) continue;
    rename(weights, stem, meant);
    rename(subject, stem, meant);
  }
  return { ...question, weights, subject, total: sumOf(subject) };
}

function nearestOf(stem: string, passages: readonly PreparedPassage[]): string | undefined {
  for (const { stems } of passages) for (const known of stems) if (isTypoOf(stem, known)) return known;
  return undefined;
}

function rename(weights: Map<string, number>, from: string, to: string): void {
  const weight = Math.max(weights.get(from) ?? 0, weights.get(to) ?? 0);
  weights.delete(from);
  weights.set(to, weight);
}

/** Whether one slip of the keyboard lies between two words with the same first letter. */
export function isTypoOf(typed: string, known: string): boolean {
  if (typed[0] !== known[0] || Math.abs(typed.length - known.length) > 1) return false;
  let at = 0;
  while (at < typed.length && typed[at] === known[at]) at += 1;
  const rest = typed.slice(at);
  const other = known.slice(at);
  if (rest.length !== other.length) return rest.slice(1) === other || rest === other.slice(1);
  const swapped = rest[0] === other[1] && rest[1] === other[0] && rest.slice(2) === other.slice(2);
  return swapped || (typed.length >= MIN_REPLACED && rest.slice(1) === other.slice(1));
}
