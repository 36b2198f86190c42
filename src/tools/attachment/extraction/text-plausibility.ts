/** Runs of letters. */
const WORD = /[\p{L}\p{M}]+/gu;
const FOREIGN = /\P{ASCII}/gu;
const HALF_WIDTH = /[\uff61-\uff9f]/g;
const SCRIPTS = [
  /\p{Script=Latin}/u,
  /\p{Script=Cyrillic}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Arabic}/u,
  /\p{Script=Hebrew}/u,
  /\p{Script=Thai}/u,
  /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}/u,
] as const;
/** Outside ASCII, what people type besides letters, though not inside words: quotes, dashes, the euro, wide punctuation. */
const USUAL_SIGN =
  /(?:(?<!\p{L})|(?!.\p{L})|(?=[’\u3000-\uff60]))[\u00a0«»°§·©®\u2010-\u2026€£¥¢±×÷½¼¾²³µ¿¡№™\u3000-\u303f\uff00-\uff60\uffe0-\uffe6]/gu;
/** A letter says more than a sign, of which every code page has many. */
const SIGN_WEIGHT = 0.8;

/**
 * How much a decoded text reads like one that people write, from 0 to 1: the share of its characters outside ASCII that
 * are letters in words of one script and one pattern of capitals, or usual signs. A text read in the wrong encoding falls
 * apart into symbols, capitals in the middle of words and mixed scripts. Half-width Katakana counts as a symbol: single
 * bytes of most other encodings read as that.
 */
export function textPlausibility(text: string): number {
  const foreign = text.match(FOREIGN)?.length ?? 0;
  if (foreign === 0) return 1;
  const inWords = [...text.matchAll(WORD)].reduce((sum, [word]) => sum + plausibleLetters(word), 0);
  const signs = text.match(USUAL_SIGN)?.length ?? 0;
  return (inWords + signs * SIGN_WEIGHT) / foreign;
}

/** Letters of a word outside ASCII, when the word is one that could be. */
function plausibleLetters(word: string): number {
  const foreign = word.replace(HALF_WIDTH, '').match(FOREIGN)?.length ?? 0;
  if (foreign === 0) return 0;
  const scripts = SCRIPTS.filter((script) => script.test(word)).length;
  const capitals = /^(?:\P{Lu}+|\p{Lu}+|\p{Lu}\P{Lu}+)$/u.test(word);
  return scripts === 1 && capitals ? foreign : 0;
}
