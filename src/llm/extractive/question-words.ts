import { type QuestionType } from './question-type.js';

/** Folded words with which a question says what kind of answer it wants; English, Spanish, German, French. */
const WORDS: Readonly<Partial<Record<QuestionType, ReadonlySet<string>>>> = {
  hours: wordSet('time times'),
  time: wordSet(
    'long take takes taking took last lasts lasting soon late early often quick quickly fast time times date day days year tarda tardan tardar tiempo dauert dauern dauer lange lang temps prend dure durent',
  ),
  amount: wordSet(
    'cost costs price prices pricing fee fees charge charges charged much expensive cuesta cuestan vale precio precios kostet kosten preis preise viel coute coutent prix',
  ),
  count: wordSet('number count many amount cantidad anzahl viel viele nombre'),
  place: wordSet('located location find place lugar ort lieu'),
  steps: wordSet('steps step puedo hago machen mache bekomme comment'),
};

/** Whether `question type` already says what a folded word says: "long" and "take" of "how long does it take". */
export function saysType(type: QuestionType, word: string): boolean {
  return WORDS[type]?.has(word) ?? false;
}

function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.split(' '));
}
