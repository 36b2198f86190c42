import { segmentsOf } from './clauses.js';
import { contradicts, narrows } from './polarity.js';
import { quantitiesOf, type Quantity, sameQuantity } from './quantities.js';
import { type Source, type SourceClause, type SourceSegment, type SourceSentence } from './source.js';
import { readPhrases } from './synonyms.js';
import { weightedStems, type Weights } from './weights.js';

/** How a statement stands to its sources. `contradicted` is worse than `unsupported`: they say something else about the same. */
export type Verdict = 'supported' | 'partial' | 'unsupported' | 'contradicted';

/** From this share of its telling words on, a statement is in its sources. */
const COVERED = 0.55;
/** The same for a statement with numbers, which say as much as its words do once they agree. */
const COVERED_WITH_NUMBERS = 0.4;
/** From this share on half of it is. */
const HALF_COVERED = 0.35;
/** What a word counts that is not in the statement of the source itself: in its sentence's opening, elsewhere in it, around it. */
const IN_OPENING = 0.95;
const IN_SENTENCE = 0.7;
const AROUND = 0.85;
/** What a word counts that the source has somewhere else: it is no invention, but it is not said of this. */
const IN_SOURCE = 0.55;
/** Statements of a source that cover nearly as much as the best one are heard too: any of them may be the one meant. */
const NEARLY = 0.92;
/** Below this a source's statement is about something else and can't contradict. */
const ABOUT_THE_SAME = 0.45;
/** Shortest stem that another may begin with and still be the same word. */
const MIN_SHARED = 4;
/** Longest ending that tells two forms of a word apart. */
const MAX_ENDING = 3;
/** Differences smaller than a common word say nothing. */
const TIE = 0.31;

/** Judges one statement (a clause of an answer) by the sources that it cites. */
export function judgeStatement(statement: string, sources: readonly Source[], weights: Weights): Verdict {
  const text = readPhrases(statement);
  const stems = weightedStems(statement, weights);
  if (!saysQuantities(text, sources, weights)) return 'contradicted';
  if (stems.size === 0) return 'supported';
  const compared = sources.flatMap((source) => compare(stems, source));
  const covered = Math.max(0, ...compared.map(({ coverage }) => coverage));
  if (covered < HALF_COVERED) return 'unsupported';
  const nearest = Math.max(...compared.map(({ near }) => near));
  const heard = compared.filter(({ near }) => near > 0 && near >= NEARLY * nearest);
  const agreeing = heard.filter(({ clause }) => !contradicts(text, clause.text));
  if (agreeing.length === 0) return nearest >= ABOUT_THE_SAME ? 'contradicted' : 'unsupported';
  if (agreeing.every(({ clause }) => narrows(text, clause.text))) return 'partial';
  const enough = quantitiesOf(text).length > 0 ? COVERED_WITH_NUMBERS : COVERED;
  return Math.max(...agreeing.map(({ coverage }) => coverage)) >= enough ? 'supported' : 'partial';
}

/** A statement of a source beside the one that is judged: the share of the telling words near it, and in its source at all. */
interface Compared {
  readonly clause: SourceClause;
  readonly near: number;
  readonly coverage: number;
}

function compare(stems: ReadonlyMap<string, number>, source: Source): Compared[] {
  return source.sentences.flatMap((sentence) =>
    sentence.clauses.map((clause) => {
      const near = share(stems, (stem) => nearness(stem, clause, sentence));
      const coverage = share(
        stems,
        (stem) => nearness(stem, clause, sentence) || (holds(source.stems, stem) ? IN_SOURCE : 0),
      );
      return { clause, near, coverage };
    }),
  );
}

function nearness(stem: string, clause: SourceClause, sentence: SourceSentence): number {
  if (holds(clause.stems, stem)) return 1;
  if (holds(clause.openingStems, stem)) return IN_OPENING;
  if (holds(sentence.around, stem)) return AROUND;
  return holds(sentence.stems, stem) ? IN_SENTENCE : 0;
}

function share(stems: ReadonlyMap<string, number>, of: (stem: string) => number): number {
  let covered = 0;
  let total = 0;
  for (const [stem, weight] of stems) {
    total += weight;
    covered += weight * of(stem);
  }
  return covered / total;
}

/** Whether the stem is there, or one that only an ending tells apart. */
function holds(stems: ReadonlySet<string>, stem: string): boolean {
  if (stems.has(stem)) return true;
  if (stem.length < MIN_SHARED) return false;
  for (const known of stems) if (known.length >= MIN_SHARED && differInEnding(known, stem)) return true;
  return false;
}

function differInEnding(one: string, other: string): boolean {
  return Math.abs(one.length - other.length) <= MAX_ENDING && (one.startsWith(other) || other.startsWith(one));
}

/** Whether every quantity of the statement is said of the same thing in the sources. */
function saysQuantities(text: string, sources: readonly Source[], weights: Weights): boolean {
  const segments = segmentsOf(text).map((segment) => ({ segment, quantities: quantitiesOf(segment) }));
  return segments.every(({ segment, quantities }) =>
    quantities.every((quantity) => {
      const common = segments.filter((other) => !other.quantities.some((said) => comparable(said, quantity)));
      const about = [segment, ...common.map((other) => other.segment)].join(' ');
      return isSaid(quantity, weightedStems(about, weights), sources);
    }),
  );
}

/**
 * Whether the sources say this quantity of what the stems speak of: among their stretches with a quantity of its kind, one that
 * has it must share as much with the stems as any that has another. So "express takes 5 days" is not in "standard takes 5 days,
 * express takes 2".
 */
function isSaid(quantity: Quantity, stems: ReadonlyMap<string, number>, sources: readonly Source[]): boolean {
  let right = -1;
  let wrong = -1;
  for (const sentence of sources.flatMap(({ sentences }) => sentences)) {
    const ofKind = ({ quantities }: SourceSegment): boolean => quantities.some((said) => comparable(said, quantity));
    const common = sentence.segments.filter((segment) => !ofKind(segment));
    for (const segment of sentence.segments.filter(ofKind)) {
      const shared = overlap(stems, [segment, ...common], sentence.around);
      if (segment.quantities.some((said) => sameQuantity(said, quantity))) right = Math.max(right, shared);
      else if (segment.quantities.some(({ unit }) => unit === quantity.unit)) wrong = Math.max(wrong, shared);
    }
  }
  return right >= 0 && right >= wrong - TIE;
}

function comparable(one: Quantity, other: Quantity): boolean {
  return one.unit === null || other.unit === null || one.unit === other.unit;
}

function overlap(
  stems: ReadonlyMap<string, number>,
  segments: readonly SourceSegment[],
  around: ReadonlySet<string>,
): number {
  let shared = 0;
  for (const [stem, weight] of stems) {
    if (segments.some((segment) => holds(segment.stems, stem))) shared += weight;
    else if (holds(around, stem)) shared += AROUND * weight;
  }
  return shared;
}
