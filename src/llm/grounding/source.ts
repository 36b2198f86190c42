import { LRUCache } from 'lru-cache';
import { type Passage } from '../../knowledge/passage.js';
import { preparePassage } from '../extractive/prepared-passage.js';
import { termsOf } from '../extractive/terms.js';
import { type KnownFact, type KnownRecord } from '../answerer.js';
import { clausesOf, segmentsOf } from './clauses.js';
import { guessLanguage } from './language-guess.js';
import { type Quantity, quantitiesOf } from './quantities.js';
import { canonicalStem, readPhrases } from './synonyms.js';

/** One statement of a source. */
export interface SourceClause {
  /** In small letters, phrases read as one word. */
  readonly text: string;
  readonly stems: ReadonlySet<string>;
  /** Of the statement that opens the sentence, whose subject later ones share. */
  readonly openingStems: ReadonlySet<string>;
}

/** The smallest stretch in which numbers belong to things. */
export interface SourceSegment {
  readonly stems: ReadonlySet<string>;
  readonly quantities: readonly Quantity[];
}

/** A sentence of a source, taken apart. */
export interface SourceSentence {
  readonly stems: ReadonlySet<string>;
  /** Of the sentence before, where this one leans on it, and of the title and headings above. */
  readonly around: ReadonlySet<string>;
  readonly clauses: readonly SourceClause[];
  readonly segments: readonly SourceSegment[];
}

/** Something that can support a sentence, taken apart. */
export interface Source {
  /** As it is written, title included. */
  readonly text: string;
  readonly language: string | null;
  readonly stems: ReadonlySet<string>;
  readonly sentences: readonly SourceSentence[];
}

/** Pages that are cited often; taking one apart takes longer than all that is done with it. About 10 MB when full. */
const recent = new LRUCache<string, Source>({ max: 300 });

export function passageSource(passage: Passage): Source {
  const { title, heading, content, url } = passage;
  const text = [title, heading ?? '', content, url ?? ''].join('\n');
  const key = `${passage.chunkId}\n${text}`;
  const source = recent.get(key) ?? sourceOf(passage, text);
  recent.set(key, source);
  return source;
}

/** Records and remembered facts, each as if it were a page of its own. */
export function ownSources(records: readonly KnownRecord[], facts: readonly KnownFact[]): Source[] {
  return ownTexts([...records.map(recordText), ...facts.map(factText)]);
}

/** What the customer told before. */
export function toldSources(said: readonly string[]): Source[] {
  return ownTexts(said.map((words) => `You told me: ${words}`));
}

/** The stems of `text` with words of like meaning read as one. */
export function canonicalStems(text: string): Set<string> {
  return new Set(termsOf(readPhrases(text)).map(({ stem }) => canonicalStem(stem)));
}

function ownTexts(texts: readonly string[]): Source[] {
  return texts.map((text, place) => sourceOf({ ...BLANK, chunkId: `own ${place} ${text}`, content: text }, text));
}

const BLANK: Passage = {
  documentId: '',
  chunkId: '',
  title: '',
  content: '',
  heading: null,
  score: 0,
  url: null,
  source: null,
  metadata: {},
  position: { start: 0, end: 0 },
};

function sourceOf(passage: Passage, text: string): Source {
  const titled = canonicalStems(`${passage.title}\n${passage.heading ?? ''}`);
  const sentences: SourceSentence[] = [];
  for (const sentence of preparePassage(passage).sentences) {
    const leans = sentence.antecedentStems.size > 0;
    const before = leans ? (sentences.at(-1)?.stems ?? []) : [];
    const around = new Set([...titled, ...canonicalStems(sentence.heading), ...before]);
    sentences.push(takeApart(sentence.text, around));
  }
  const stems = new Set([...titled, ...sentences.flatMap((each) => [...each.stems])]);
  return { text, language: guessLanguage(text), stems, sentences };
}

function takeApart(sentence: string, around: ReadonlySet<string>): SourceSentence {
  const clauses = clausesOf(sentence);
  const openingStems = canonicalStems(clauses[0] ?? '');
  return {
    stems: canonicalStems(sentence),
    around,
    clauses: clauses.map((clause) => ({ text: readPhrases(clause), stems: canonicalStems(clause), openingStems })),
    segments: segmentsOf(readPhrases(sentence)).map((segment) => ({
      stems: canonicalStems(segment),
      quantities: quantitiesOf(segment),
    })),
  };
}

function recordText({ title, text, fields }: KnownRecord): string {
  const lines = Object.entries(fields).map(([name, value]) => `${spoken(name)} is ${value ?? 'not known'}.`);
  return [`${title}.`, text, ...lines].join('\n');
}

function factText({ kind, value }: KnownFact): string {
  return `You told me that your ${spoken(kind)} is ${value}.`;
}

function spoken(name: string): string {
  return name
    .replace(/_/g, ' ')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase();
}
