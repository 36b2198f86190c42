import { type Citation } from '@frontdesk/client';
import { withNeighbours } from './neighbours.js';
import { type PreparedPassage, type PreparedSentence } from './prepared-passage.js';
import { type ScoredSentence } from './score-sentences.js';
import { sayTheSame } from './select-sentences.js';

/** Sentences that stand next to one another in one passage, and what is cited for them. */
export interface Quotation {
  readonly sentences: readonly PreparedSentence[];
  readonly citation: Citation;
}

/**
 * Puts the chosen sentences in the order in which their documents tell them, completed by their neighbours; the passage of the
 * best sentence comes first. Citations are numbered in order of first appearance.
 */
export function quote(chosen: readonly ScoredSentence[]): Quotation[] {
  const told: PreparedSentence[] = [];
  const quotations: Quotation[] = [];
  for (const passage of inReadingOrder(chosen)) {
    const places = new Set(chosen.filter((sentence) => sentence.passage === passage).map(({ order }) => order));
    const runs = runsOf(passage, withNeighbours(passage, places), told);
    if (runs.length === 0) continue;
    const index = new Set(quotations.map(({ citation }) => citation.chunkId)).size + 1;
    const citation = cite(passage, index, runs.flat());
    for (const sentences of runs) quotations.push({ sentences, citation });
  }
  return quotations;
}

/** The passages of the chosen sentences: documents by their best sentence, passages of one document as it tells them. */
function inReadingOrder(chosen: readonly ScoredSentence[]): PreparedPassage[] {
  const documents = [...new Set(chosen.map(({ passage }) => passage.passage.documentId))];
  const rank = ({ passage }: PreparedPassage): number => documents.indexOf(passage.documentId);
  return [...new Set(chosen.map(({ passage }) => passage))].sort(
    (one, other) => rank(one) - rank(other) || one.passage.position.start - other.passage.position.start,
  );
}

/** Neighbouring places together, without what was told before in other words. */
function runsOf(passage: PreparedPassage, places: readonly number[], told: PreparedSentence[]): PreparedSentence[][] {
  const runs: PreparedSentence[][] = [];
  let previous = -2;
  for (const place of places) {
    const sentence = passage.sentences[place];
    if (!sentence || told.some(({ stems }) => sayTheSame(stems, sentence.stems))) continue;
    told.push(sentence);
    if (place === previous + 1) runs.at(-1)?.push(sentence);
    else runs.push([sentence]);
    previous = place;
  }
  return runs;
}

/** The stretch of the passage from the first sentence told to the last: whoever opens the citation finds each of them in it. */
function cite({ passage }: PreparedPassage, index: number, told: readonly PreparedSentence[]): Citation {
  const { documentId, chunkId, title, url, score } = passage;
  const text = passage.content.slice(told[0]?.start ?? 0, told.at(-1)?.end ?? 0);
  return {
    index,
    documentId,
    chunkId,
    title,
    ...(url === null ? {} : { url }),
    quote: text,
    score,
    support: 'supported',
  };
}
