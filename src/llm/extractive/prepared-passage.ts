import { LRUCache } from 'lru-cache';
import { type Passage } from '../../knowledge/passage.js';
import { leansOnPrevious } from './anaphor.js';
import { type Sentence, sentencesOf } from './sentences.js';
import { stemsOf } from './terms.js';

/** A sentence with what it is about. */
export interface PreparedSentence extends Sentence {
  readonly stems: ReadonlySet<string>;
  /** Stems of the heading it stands under. */
  readonly headingStems: ReadonlySet<string>;
  /** Stems of the sentence before it when it opens with "it", "this" or the like; else empty. */
  readonly antecedentStems: ReadonlySet<string>;
}

/** A passage cut into sentences. */
export interface PreparedPassage {
  readonly passage: Passage;
  readonly sentences: readonly PreparedSentence[];
  /** Stems of the document's title and the chunk's heading. */
  readonly titleStems: ReadonlySet<string>;
  /** Every stem of the passage, its title and headings included. */
  readonly stems: ReadonlySet<string>;
}

const NONE: ReadonlySet<string> = new Set();

/** What preparing depends on; the rest of a passage (its score, its metadata) differs from search to search. */
interface PassageText {
  readonly title: string;
  readonly heading: string | null;
  readonly content: string;
}

/** The passages that customers ask for most: preparing one takes longer than all that is done with it. About 4 MB when full. */
const recent = new LRUCache<
  string,
  { readonly text: PassageText; readonly prepared: Omit<PreparedPassage, 'passage'> }
>({
  max: 500,
});

/** Cuts a passage and stems it, once for all that follows. */
export function preparePassage(passage: Passage): PreparedPassage {
  const known = recent.get(passage.chunkId);
  if (known && sameText(known.text, passage)) return { passage, ...known.prepared };
  const { title, heading, content } = passage;
  const text = { title, heading, content };
  const prepared = prepare(text);
  recent.set(passage.chunkId, { text, prepared });
  return { passage, ...prepared };
}

function sameText(one: PassageText, other: PassageText): boolean {
  return one.content === other.content && one.title === other.title && one.heading === other.heading;
}

function prepare({ title, heading, content }: PassageText): Omit<PreparedPassage, 'passage'> {
  const titleStems = stemsOf(`${title}\n${heading ?? ''}`);
  const all = new Set(titleStems);
  const headings = new Map<string, ReadonlySet<string>>();
  let previous: ReadonlySet<string> = NONE;
  const sentences = sentencesOf(content).map((sentence): PreparedSentence => {
    const stems = stemsOf(sentence.text);
    const headingStems = headings.get(sentence.heading) ?? stemsOf(sentence.heading);
    headings.set(sentence.heading, headingStems);
    for (const stem of stems) all.add(stem);
    for (const stem of headingStems) all.add(stem);
    const antecedentStems = leansOnPrevious(sentence.text) ? previous : NONE;
    previous = stems;
    return { ...sentence, stems, headingStems, antecedentStems };
  });
  return { sentences, titleStems, stems: all };
}
