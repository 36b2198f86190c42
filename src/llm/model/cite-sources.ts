import { type Citation } from '@frontdesk/client';
import { type Passage } from '../../knowledge/passage.js';
import { sentencesOf } from '../extractive/sentences.js';
import { stemsOf } from '../extractive/terms.js';

/** Text before a marker up to the sentence before, characters: what the marker stands for. */
const REACH = 400;

/** The passages that a model may cite, by its numbers, each with the sentence that is nearest to the question. */
export function candidateSources(passages: readonly Passage[], question: string): Citation[] {
  const asked = stemsOf(question);
  return passages.map((passage, place) => citationOf(passage, place + 1, asked));
}

/** The passages cited in `text`, in order of first appearance, each with the sentence that is nearest to what cites it. */
export function citedSources(text: string, passages: readonly Passage[]): Citation[] {
  const claims = new Map<number, string>();
  for (const { 0: marker, index: at } of text.matchAll(/\[(\d{1,3})\]/g)) {
    const number = Number(marker.slice(1, -1));
    claims.set(number, `${claims.get(number) ?? ''} ${sentenceBefore(text, at)}`);
  }
  return [...claims].flatMap(([index, claim]) => {
    const passage = passages[index - 1];
    return passage ? [citationOf(passage, index, stemsOf(claim))] : [];
  });
}

function sentenceBefore(text: string, at: number): string {
  const before = text.slice(Math.max(0, at - REACH), at).replace(/\[\d{1,3}\]/g, '');
  return sentencesOf(before).at(-1)?.text ?? '';
}

function citationOf(passage: Passage, index: number, about: ReadonlySet<string>): Citation {
  const { documentId, chunkId, title, url, score, content } = passage;
  return {
    ...{ index, documentId, chunkId, title },
    ...(url === null ? {} : { url }),
    quote: nearestSentence(content, about),
    score,
    // Said of every citation until its support was checked.
    support: 'unsupported',
  };
}

/** The sentence that shares most words with `about`, by the share of both; the first of equals, and all of a text without sentences. */
function nearestSentence(content: string, about: ReadonlySet<string>): string {
  let best = { text: '', likeness: -1 };
  for (const { text } of sentencesOf(content)) {
    const stems = stemsOf(text);
    const shared = [...stems].filter((stem) => about.has(stem)).length;
    const likeness = shared / (Math.sqrt(stems.size * about.size) || 1);
    if (likeness > best.likeness) best = { text, likeness };
  }
  return best.text === '' ? content.trim() : best.text;
}
