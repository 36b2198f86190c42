import { stemsOf } from './terms.js';

/** "What did I say about ...", "do you remember ...": asks for the customer's own words. */
const ASKS_BACK =
  /\b(?:(?:did|have) i (?:already |just )?(?:say|said|tell|told|mention(?:ed)?|writ(?:e|ten)|describe[d]?)|i (?:already |just )?(?:told|said|mentioned|wrote)|(?:do|can|could) you (?:still )?(?:remember|recall)|remind me)\b|was habe ich|habe ich (?:gesagt|erwähnt)|qu[eé] (?:te|le) dije|qu'ai-je dit/iu;
/** "Which kettle do I have?", "what is my model?": asks something that only the customer can have told. */
const ASKS_OF_SELF =
  /^\W*(?:(?:so|and|ok(?:ay)?|hi|hello|hey)[ ,]+)*(?:what|which|when|where|who|how (?:many|old|long ago))\b.*\b(?:do i|did i|have i|was i|am i|is my|are my|was my|were my|i (?:have|bought|ordered|own|use))\b/iu;

/** Words of the question about saying; what was said does not repeat them. */
const SAYING = stemsOf(
  'say said tell told mention mentioned write wrote describe remember recall remind earlier before again still already name called',
);

/** Least part of the question's own words that a recollection must hold. */
const COVERAGE = 0.5;

/** What the customer told. */
export interface Recalled {
  readonly told: string;
  /** Part of the question's own words that it holds, 0.5..1. */
  readonly covered: number;
}

/** How plainly a question asks for what the customer told before. */
export type RecallQuestion = 'asks_back' | 'asks_of_self' | null;

/** Whether `question` asks for the customer's own words, plainly or perhaps. */
export function recallQuestionOf(question: string): RecallQuestion {
  const text = question.replaceAll('’', "'");
  if (ASKS_BACK.test(text)) return 'asks_back';
  return ASKS_OF_SELF.test(text) ? 'asks_of_self' : null;
}

/** What the customer told that answers `question` best; undefined when nothing holds at least half of its words. */
export function recalled(question: string, recollections: readonly string[]): Recalled | undefined {
  const asked = [...stemsOf(question)].filter((stem) => !SAYING.has(stem));
  if (asked.length === 0) return undefined;
  let best: Recalled | undefined;
  for (const told of recollections) {
    const stems = stemsOf(told);
    const covered = asked.filter((stem) => stems.has(stem)).length / asked.length;
    if (covered >= COVERAGE && covered > (best?.covered ?? 0)) best = { told, covered };
  }
  return best;
}

/** Says a recollection back, in the customer's words and marked as theirs. */
export function sayRecalled({ told }: Recalled): string {
  return `You told me: “${told}”`;
}
