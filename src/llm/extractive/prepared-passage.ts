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

/** Cuts a passage and stems it, once for all that follows. */
export function preparePassage(passage: Passage): PreparedPassage {
  const titleStems = stemsOf(`${passage.title}\n${passage.heading ?? ''}`);
  const all = new Set(titleStems);
  const headings = new Map<string, ReadonlySet<string>>();
  let previous: ReadonlySet<string> = NONE;
  const sentences = sentencesOf(passage.content).map((sentence): PreparedSentence => {
    const stems = stemsOf(sentence.text);
    const headingStems = headings.get(sentence.heading) ?? stemsOf(sentence.heading);
    headings.set(sentence.heading, headingStems);
    for (const stem of stems) all.add(stem);
    for (const stem of headingStems) all.add(stem);
    const antecedentStems = leansOnPrevious(sentence.text) ? previous : NONE;
    previous = stems;
    return { ...sentence, stems, headingStems, antecedentStems };
  });
  return { passage, sentences, titleStems, stems: all };
}
