import { plainForm } from './irregular-verbs.js';
import { stem } from './stem.js';
import { isGenericWord, isStopWord } from './stop-words.js';

/** A word of a text in the form in which texts are compared. */
export interface Term {
  readonly stem: string;
  /** The word folded, before stemming. */
  readonly word: string;
}

/** Scripts written without spaces: compared by pairs of neighbouring characters. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const UNSPACED_RUN =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー\p{M}]+/gu;
/** Words and characters of Chinese and Japanese that only bind or ask. */
const UNSPACED_PARTICLES =
  /多长时间|多長時間|什么时候|什麼時候|为什么|為什麼|怎么样?|怎麼樣?|怎样|怎樣|如何|哪里|哪裡|哪些|多少|多久|需要|可以|应该|應該|能否|是否|请问|請問|[你您我]们?|[的了吗嗎呢么麼什谁誰哪几幾吧是在和与與有为為们個个把被这這那就都也很]|[\p{Script=Hiragana}]{1,3}(?![\p{Script=Hiragana}])/gu;
const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*/gu;

/** All terms of `text` in order, stop words left out. */
export function termsOf(text: string): Term[] {
  const folded = fold(text);
  const terms: Term[] = [];
  const spaced = UNSPACED.test(folded) ? folded.replace(UNSPACED_RUN, (run) => addPairs(run, terms)) : folded;
  for (const word of spaced.match(WORD) ?? []) {
    if (!isStopWord(word)) terms.push({ stem: isNumber(word) ? word : stem(plainForm(word)), word });
  }
  return terms;
}

/** The stems of `text`, each once. */
export function stemsOf(text: string): Set<string> {
  return new Set(termsOf(text).map((term) => term.stem));
}

/** How much a missing term of a question counts against an answer: a generic verb little, a name or a number much. */
export function subjectWeight(word: string): number {
  return isGenericWord(word) ? 0.15 : 1;
}

function fold(text: string): string {
  const lower = text.toLowerCase().replace(/\be-?(?=mail)/g, '');
  // Marks matter in no Latin comparison, and most text has none.
  return /^\p{ASCII}*$/u.test(lower)
    ? lower
    : lower
        .normalize('NFKD')
        .replace(/(?<=\p{Script=Latin})\p{M}+/gu, '')
        .normalize('NFC');
}

function addPairs(run: string, terms: Term[]): string {
  for (const part of run.replace(UNSPACED_PARTICLES, ' ').split(' ')) {
    const characters = Array.from(part);
    if (characters.length === 1) terms.push({ stem: part, word: part });
    for (let i = 0; i + 1 < characters.length; i++) {
      const pair = `${characters[i] ?? ''}${characters[i + 1] ?? ''}`;
      terms.push({ stem: pair, word: pair });
    }
  }
  return ' ';
}

function isNumber(word: string): boolean {
  return /^\p{N}/u.test(word);
}
