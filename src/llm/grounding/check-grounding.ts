import { type Citation } from '@frontdesk/client';
import { type Grounding } from '../../conversation/turn-record.js';
import { type Passage } from '../../knowledge/passage.js';
import { type KnownFact, type KnownRecord } from '../answerer.js';
import { type AnswerSentence, answerSentencesOf } from './answer-sentences.js';
import { judgeSentence } from './judge-sentence.js';
import { type Verdict } from './judge-statement.js';
import { ownSources, passageSource, type Source, toldSources } from './source.js';
import { type Weights, weightsOf } from './weights.js';

/** An answer and what it was made from. */
export interface GroundingInput {
  /** With `[n]` markers. */
  readonly text: string;
  readonly citations: readonly Citation[];
  readonly passages: readonly Passage[];
  readonly records?: readonly KnownRecord[];
  readonly facts?: readonly KnownFact[];
  /** The customer's own words of before; they support only what is said to be theirs: "You told me ...". */
  readonly said?: readonly string[];
}

/** One stating sentence and how it stands to what it cites. */
interface CheckedSentence {
  readonly text: string;
  readonly cites: readonly number[];
  readonly verdict: Verdict;
}

export interface GroundingCheck {
  readonly grounding: Grounding;
  /** The citations with their support. */
  readonly citations: readonly Citation[];
  readonly sentences: readonly CheckedSentence[];
}

/** A contradicted sentence spoils the whole answer: its score counts this much. */
const SPOILT = 0.5;

/** "You told me that ...": English, Spanish, German, French. */
const RECALLS =
  /\byou(?:'ve| have| had)?(?: just| also| already| once| first| earlier)* (?:said|told|mentioned|asked|wrote|gave|sent|shared|described|reported)\b|\b(?:me dijo|dijo que|mencionó|me contó|sie haben|du hast|haben sie|hast du|vous (?:m')?avez)\b/iu;

interface Judged extends CheckedSentence {
  readonly value: number;
  /** What each citation gives the sentence alone. */
  readonly alone: ReadonlyMap<number, Verdict>;
}

/**
 * Checks every sentence of an answer that states something against the passages it cites, without a model; a sentence that cites
 * nothing against records and facts. The score is the mean of the sentences' values (supported 1, partial 0.5, else 0), halved if
 * a source says otherwise; 1 when nothing is stated. Method, figures and limits: docs/grounding.md.
 */
export function checkGrounding(input: GroundingInput): GroundingCheck {
  const { text, citations, passages, records = [], facts = [], said = [] } = input;
  const sources = citedSources(citations, passages);
  const own = ownSources(records, facts);
  const told = toldSources(said);
  const weights = weightsOf([...passages.map(passageSource), ...own, ...told]);
  const judged = answerSentencesOf(text)
    .filter(({ states }) => states)
    .map((sentence) => judge(sentence, sources, RECALLS.test(sentence.text) ? [...own, ...told] : own, weights));
  return {
    grounding: groundingOf(judged),
    citations: citations.map((citation) => ({ ...citation, support: supportOf(citation.index, judged) })),
    sentences: judged.map(({ text, cites, verdict }) => ({ text, cites, verdict })),
  };
}

function citedSources(citations: readonly Citation[], passages: readonly Passage[]): Map<number, Source> {
  const sources = new Map<number, Source>();
  for (const { index, chunkId } of citations) {
    const passage = passages.find((candidate) => candidate.chunkId === chunkId);
    if (passage) sources.set(index, passageSource(passage));
  }
  return sources;
}

function judge(
  { text, cites }: AnswerSentence,
  sources: ReadonlyMap<number, Source>,
  own: readonly Source[],
  weights: Weights,
): Judged {
  const cited = [...new Set(cites)].flatMap((index) => sources.get(index) ?? []);
  // What is known of the customer needs no citation, and may stand beside one.
  const { verdict, value } = judgeSentence(text, [...cited, ...own], weights);
  const alone = new Map<number, Verdict>();
  for (const index of cites) {
    const source = sources.get(index);
    if (source && !alone.has(index))
      alone.set(
        index,
        cited.length === 1 && own.length === 0 ? verdict : judgeSentence(text, [source], weights).verdict,
      );
  }
  return { text, cites, verdict, value, alone };
}

function groundingOf(judged: readonly Judged[]): Grounding {
  const totalSentences = judged.length;
  const supportedSentences = judged.filter(({ verdict }) => verdict === 'supported').length;
  if (totalSentences === 0) return { score: 1, supportedSentences, totalSentences };
  const mean = judged.reduce((sum, { value }) => sum + value, 0) / totalSentences;
  const spoilt = judged.some(({ verdict }) => verdict === 'contradicted');
  return { score: spoilt ? SPOILT * mean : mean, supportedSentences, totalSentences };
}

/** What a citation gives to the sentences that name it: all, something, or nothing. Beside others, it need not give all. */
function supportOf(index: number, judged: readonly Judged[]): Citation['support'] {
  const naming = judged.filter(({ alone }) => alone.has(index));
  const whole = naming.filter(({ alone }) => alone.get(index) === 'supported').length;
  const some = naming.filter(({ alone, verdict }) => alone.get(index) === 'partial' || verdict === 'supported').length;
  if (naming.length > 0 && whole === naming.length) return 'supported';
  return whole + some > 0 ? 'partial' : 'unsupported';
}
