import { normalise } from './message-text.js';

/** Share of words that two messages have in common, of the shorter one's, from which they ask the same. */
const SAME_FROM = 0.75;
/** A shorter message says too little to be the same as another. */
const FEWEST_WORDS = 2;

/** Words that ask and bind, and what one adds the second time; they say nothing of what is asked. */
const EMPTY = new Set(
  `a an the i we you me my our your it its is are was were be been do does did can could will would should may might have has had to of
  in on at for from with by and or but not no so if this that there here what which who how when where why please hi hello hey thanks
  thank again still just also now then already asked ask said say told tell question need want know get got help about as s t m re ve
  ll d am im dont cant`.split(/\s+/),
);

/** A name in mid-sentence, or anything with a digit: "the Atlas plan" and "the Beacon plan" are two questions in the same words. */
const NAME = /(?<=[\p{L}\p{N},] )\p{Lu}[\p{L}\p{N}]+|\p{L}*\p{N}[\p{L}\p{N}]*/gu;

/** Whether two messages ask the same in about the same words. Word order and endings do not matter; names and numbers do. */
export function asksTheSame(one: string, other: string): boolean {
  const [first, second] = [stemsOf(one), stemsOf(other)];
  const [fewer, more] = first.size <= second.size ? [first, second] : [second, first];
  if (fewer.size < FEWEST_WORDS || more.size > 2 * fewer.size) return false;
  if (namesNew(one, second) || namesNew(other, first)) return false;
  const shared = [...fewer].filter((stem) => more.has(stem)).length;
  return shared / fewer.size >= SAME_FROM;
}

/** Whether `text` names something that the other message, given by its stems, does not. */
function namesNew(text: string, stems: ReadonlySet<string>): boolean {
  const names = (text.match(NAME) ?? []).flatMap((name) => [...stemsOf(name)]);
  return names.some((name) => !stems.has(name));
}

function stemsOf(text: string): Set<string> {
  const words = normalise(text).match(/[\p{L}\p{N}]+/gu) ?? [];
  return new Set(words.filter((word) => !EMPTY.has(word)).map(stemOf));
}

/** Without a common English ending: enough to see "refund", "refunds" and "refunded" as one. */
function stemOf(word: string): string {
  return word.length > 4 ? word.replace(/(?:ing|ies|ed|es|e|s|y)$/, '') : word;
}
