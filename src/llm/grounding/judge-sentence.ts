import { clausesOf } from './clauses.js';
import { guessLanguage } from './language-guess.js';
import { judgeStatement, type Verdict } from './judge-statement.js';
import { holdsExactly, holdsName, namedThingsOf } from './named-things.js';
import { quantitiesOf, sameQuantity } from './quantities.js';
import { canonicalStems, type Source } from './source.js';
import { readPhrases } from './synonyms.js';
import { type Weights } from './weights.js';

/** What became of a sentence: its verdict, and what it counts for the answer, 0..1. */
export interface SentenceVerdict {
  readonly verdict: Verdict;
  readonly value: number;
}

const VALUES: Readonly<Record<Verdict, number>> = { supported: 1, partial: 0.5, unsupported: 0, contradicted: 0 };
/** A sentence in another language than its source: its numbers and names are there, its words can't be compared. */
const FOREIGN: SentenceVerdict = { verdict: 'partial', value: 0.65 };
/** Half of a sentence, by its words, must be in the sources for it to count as partly supported. */
const PARTIAL = 0.34;
const WHOLE = 0.99;

/** Judges one stating sentence of an answer by the sources it cites. */
export function judgeSentence(sentence: string, sources: readonly Source[], weights: Weights): SentenceVerdict {
  if (sources.length === 0) return verdictOf('unsupported');
  const language = guessLanguage(sentence);
  const { exact, names } = namedThingsOf(sentence, language === 'en');
  if (!exact.every((thing) => sources.some(({ text }) => holdsExactly(text, thing)))) return verdictOf('contradicted');
  if (isForeign(language, sources)) return judgeForeign(sentence, exact.length, sources);
  const named = names.every((name) => sources.some(({ stems }) => holdsName(stems, name)));
  const judged = judgeStatements(sentence, sources, weights);
  return named || judged.verdict !== 'supported' ? judged : verdictOf('partial');
}

function judgeStatements(sentence: string, sources: readonly Source[], weights: Weights): SentenceVerdict {
  let sum = 0;
  let size = 0;
  for (const clause of clausesOf(sentence)) {
    const length = Math.max(1, canonicalStems(clause).size);
    const verdict = judgeStatement(clause, sources, weights);
    if (verdict === 'contradicted') return verdictOf('contradicted');
    sum += length * VALUES[verdict];
    size += length;
  }
  const share = size === 0 ? 0 : sum / size;
  return verdictOf(share >= WHOLE ? 'supported' : share >= PARTIAL ? 'partial' : 'unsupported');
}

function isForeign(language: string | null, sources: readonly Source[]): boolean {
  return language !== null && sources.every((source) => source.language !== null && source.language !== language);
}

/** Numbers must be there; something must be: an address, a number or a word that both languages share. */
function judgeForeign(sentence: string, exact: number, sources: readonly Source[]): SentenceVerdict {
  const said = sources.flatMap(({ sentences }) =>
    sentences.flatMap(({ segments }) => segments.flatMap((segment) => segment.quantities)),
  );
  const quantities = quantitiesOf(readPhrases(sentence));
  if (!quantities.every((quantity) => said.some((other) => sameQuantity(other, quantity))))
    return verdictOf('contradicted');
  const shares = [...canonicalStems(sentence)].some((stem) => sources.some(({ stems }) => stems.has(stem)));
  return exact + quantities.length > 0 || shares ? FOREIGN : verdictOf('unsupported');
}

function verdictOf(verdict: Verdict): SentenceVerdict {
  return { verdict, value: VALUES[verdict] };
}
