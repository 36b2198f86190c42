import { type HistoryLine } from '../answerer.js';
import { type QuestionType, questionTypeOf } from './question-type.js';
import { saysType } from './question-words.js';
import { stem } from './stem.js';
import { isGenericWord } from './stop-words.js';
import { subjectWeight, termsOf } from './terms.js';

/** Two words that stand side by side in the question, and the stem they would have as one. */
interface Neighbours {
  readonly first: string;
  readonly second: string;
  readonly joined: string;
}

/** A question taken apart. Weights are > 0; 1 is a word that names a subject. */
export interface Question {
  readonly type: QuestionType;
  /** Stem to weight, of what the customer asks and, for a follow-up, of what they asked before. Picks the sentences. */
  readonly weights: ReadonlyMap<string, number>;
  /** The same weights, but next to nothing for what `type` says already. Judges what was picked. */
  readonly subject: ReadonlyMap<string, number>;
  /** The summed weights of `subject`. */
  readonly total: number;
  readonly neighbours: readonly Neighbours[];
}

/** How many earlier questions can lend their subject to a follow-up. */
const EARLIER_QUESTIONS = 2;
/** Terms lent by an earlier question count this much of their own, each step back again. */
const EARLIER_WEIGHT = 0.6;
/** A name or a number in mid-sentence pins the subject down: "moon base", "model X200". */
const NAME_WEIGHT = 1.5;
/** What the type of a question says already hardly counts when it is missing: a page says "3 to 5 days", not "takes long". */
const TYPE_WORD_WEIGHT = 0.02;
/** Below this much own subject a question is read with the ones before it: "and how long does that take?". */
const OWN_SUBJECT = 1.5;

const FOLLOW_UP =
  /^\W*(?:and|but|what about|how about|so|also|then|ok(?:ay)?|y|pero|und|aber|et|mais)(?!\p{L})|\b(?:that|it|this|they|them|those|these|there|eso|das|cela|ça)(?!\p{L})|[它那这]/iu;

/** Takes `text` apart; a question that leans on what was said before borrows the subject of the customer's last questions. */
export function readQuestion(text: string, history: readonly HistoryLine[]): Question {
  const type = questionTypeOf(text);
  const weights = new Map<string, number>();
  addTerms(weights, text, 1);
  const subject = new Map(weights);
  lighten(subject, text, type);
  const own = sumOf(subject);
  if (own < OWN_SUBJECT || (FOLLOW_UP.test(text) && own < 2 * OWN_SUBJECT)) {
    for (const [term, weight] of lentBy(history)) {
      weights.set(term, Math.max(weights.get(term) ?? 0, weight));
      subject.set(term, Math.max(subject.get(term) ?? 0, weight));
    }
  }
  return { type, weights, subject, total: sumOf(subject), neighbours: neighboursOf(text) };
}

/** What the last questions were about, the latest first; their helping words are not lent. */
function lentBy(history: readonly HistoryLine[]): Map<string, number> {
  const lent = new Map<string, number>();
  let share = EARLIER_WEIGHT;
  for (const { text } of customerLines(history)) {
    const weights = new Map<string, number>();
    addTerms(weights, text, share, isGenericWord);
    lighten(weights, text, questionTypeOf(text));
    for (const [term, weight] of weights) lent.set(term, Math.max(lent.get(term) ?? 0, weight));
    share *= EARLIER_WEIGHT;
  }
  return lent;
}

function neighboursOf(text: string): Neighbours[] {
  const terms = termsOf(text);
  return terms.slice(1).map((term, place) => {
    const before = terms[place] ?? term;
    return { first: before.stem, second: term.stem, joined: stem(before.word + term.word) };
  });
}

function customerLines(history: readonly HistoryLine[]): HistoryLine[] {
  return history
    .filter((line) => line.role === 'customer')
    .slice(-EARLIER_QUESTIONS)
    .reverse();
}

function addTerms(
  weights: Map<string, number>,
  text: string,
  share: number,
  leaveOut: (word: string) => boolean = () => false,
): void {
  const names = new Set(
    text.match(/(?<=[\p{L}\p{N},] )\p{Lu}[\p{L}\p{N}]+|\p{L}*\p{N}[\p{L}\p{N}]*/gu)?.map((name) => name.toLowerCase()),
  );
  for (const { stem, word } of termsOf(text)) {
    if (leaveOut(word)) continue;
    const weight = share * subjectWeight(word) * (names.has(word) ? NAME_WEIGHT : 1);
    weights.set(stem, Math.max(weights.get(stem) ?? 0, weight));
  }
}

/** Takes the weight off what a question of this type says anyway. */
function lighten(weights: Map<string, number>, text: string, type: QuestionType): void {
  for (const { stem, word } of termsOf(text)) {
    if (saysType(type, word)) weights.set(stem, Math.min(weights.get(stem) ?? 0, TYPE_WORD_WEIGHT));
  }
}

/** The summed weights. */
export function sumOf(weights: ReadonlyMap<string, number>): number {
  let total = 0;
  for (const weight of weights.values()) total += weight;
  return total;
}
