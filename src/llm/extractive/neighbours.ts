import { leansOnPrevious } from './anaphor.js';
import { type PreparedPassage, type PreparedSentence } from './prepared-passage.js';
import { MAX_UNITS } from './thresholds.js';

const LEADS_IN = /[:：]["'”’)*_]*$/;

/** The chosen places of one passage with what completes them: the antecedent of "it", the lead of a list and its items. */
export function withNeighbours(passage: PreparedPassage, chosen: ReadonlySet<number>): number[] {
  const { sentences } = passage;
  const all = new Set(chosen);
  for (const order of chosen) {
    const sentence = sentences[order];
    if (sentence && !sentence.listItem && leansOnPrevious(sentence.text)) addAntecedent(sentences, order, all);
    for (const listed of listAround(sentences, order)) if (all.size < MAX_UNITS) all.add(listed);
  }
  return [...all].sort((one, other) => one - other);
}

function addAntecedent(sentences: readonly PreparedSentence[], order: number, all: Set<number>): void {
  const before = sentences[order - 1];
  if (before && before.heading === sentences[order]?.heading) all.add(order - 1);
}

/** Places of the list that this sentence leads into or belongs to, its lead first; empty for a sentence beside no list. */
function listAround(sentences: readonly PreparedSentence[], order: number): number[] {
  const sentence = sentences[order];
  if (!sentence) return [];
  let first = order;
  if (sentence.listItem) while (belongs(sentences, first - 1, sentence.heading)) first -= 1;
  else if (LEADS_IN.test(sentence.text)) first = order + 1;
  else return [];
  const lead = sentences[first - 1];
  const places = lead && lead.heading === sentence.heading && LEADS_IN.test(lead.text) ? [first - 1] : [];
  // Bullets without a lead stand each for itself.
  if (sentence.listItem && places.length === 0 && !/^\d/.test(sentence.text)) return [];
  for (let at = first; belongs(sentences, at, sentence.heading); at++) places.push(at);
  return places;
}

function belongs(sentences: readonly PreparedSentence[], at: number, heading: string): boolean {
  const sentence = sentences[at];
  return sentence !== undefined && sentence.listItem && sentence.heading === heading;
}
