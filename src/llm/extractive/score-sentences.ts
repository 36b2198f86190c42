import { type PreparedPassage, type PreparedSentence } from './prepared-passage.js';
import { answersType } from './question-type.js';
import { type Question } from './question.js';
import { coverage } from './term-weights.js';

/** A sentence with how well it answers; `order` is its place in its passage. Scores compare within one request only. */
export interface ScoredSentence extends PreparedSentence {
  readonly passage: PreparedPassage;
  readonly order: number;
  readonly score: number;
}

/** Shares of a sentence's score, chosen on public question sets for how often the quoted sentences hold the answer. */
const WEIGHT = {
  words: 1,
  antecedent: 0.7,
  heading: 0.3,
  title: 0.3,
  type: 0.3,
  passage: 0.4,
  opening: 0.1,
  topic: 0.5,
  question: -0.4,
} as const;
/** Very short sentences ("Yes.", "See below.") say nothing on their own; 1 from this many stems on. */
const FULL_LENGTH = 4;

/** Every sentence of the passages with its score. */
export function scoreSentences(
  question: Question,
  passages: readonly PreparedPassage[],
  weights: ReadonlyMap<string, number>,
): ScoredSentence[] {
  return passages.flatMap((passage) => {
    const title = coverage(question.weights, (stem) => passage.titleStems.has(stem));
    return passage.sentences.map((sentence, order) => {
      const words = coverage(weights, (stem) => sentence.stems.has(stem));
      const borrowed = coverage(weights, (stem) => !sentence.stems.has(stem) && sentence.antecedentStems.has(stem));
      const heading = coverage(question.weights, (stem) => sentence.headingStems.has(stem));
      const fitting = answersType(question.type, sentence.text) ? 1 : 0;
      const score =
        WEIGHT.words * words +
        WEIGHT.antecedent * borrowed +
        WEIGHT.heading * heading +
        WEIGHT.title * title +
        WEIGHT.type * fitting +
        WEIGHT.passage * passage.passage.score +
        WEIGHT.opening / (1 + order) +
        // A page about the very question answers it from its beginning.
        (WEIGHT.topic * title) / (1 + order / 2) +
        (/[?？]["'”’)]*$/.test(sentence.text) ? WEIGHT.question : 0);
      return {
        ...sentence,
        passage,
        order,
        score: score * Math.min(1, (1 + sentence.stems.size + sentence.antecedentStems.size) / FULL_LENGTH),
      };
    });
  });
}
