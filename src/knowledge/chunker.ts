import { type DocumentFormat } from './document-input.js';
import { type Section, sections } from './markdown-sections.js';
import { splitText } from './split-text.js';

/** A stretch of a document's text: `content === text.slice(start, end)`, in UTF-16 code units, without blanks around. */
export interface Chunk {
  readonly content: string;
  readonly start: number;
  readonly end: number;
  /** Headings above it, outermost first, joined by ` > `. */
  readonly heading: string | null;
}

/** Longest chunk, in UTF-16 code units: some 200 English words, a passage a person reads at a glance. */
export const LONGEST_CHUNK = 1_200;

/**
 * Cuts a text along its headings (Markdown only), then paragraphs, then sentences, into chunks in reading order that overlap
 * nowhere and leave out nothing but blanks. Linear in the length of the text.
 */
export function chunkText(text: string, format: DocumentFormat = 'text'): Chunk[] {
  const parts: readonly Section[] =
    format === 'markdown' ? sections(text) : [{ start: 0, end: text.length, heading: null }];
  return parts.flatMap(({ start, end, heading }) =>
    splitText(text, { start, end }, LONGEST_CHUNK).map((span) => ({
      content: text.slice(span.start, span.end),
      start: span.start,
      end: span.end,
      heading,
    })),
  );
}
