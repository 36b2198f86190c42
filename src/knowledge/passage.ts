import { type FieldName } from './ranking-parameters.js';

/** One term of the question and what it did for a passage. */
export interface TermExplanation {
  /** As Postgres' dictionary writes it; a pair is two stems with a blank between. */
  readonly term: string;
  readonly field: FieldName;
  /** Whether the term came from the question itself or only from the conversation before it. */
  readonly from: 'question' | 'context';
  /** The term of the documents that was looked for instead, when the question's is in none: a typing error. */
  readonly correctedTo: string | null;
  /** In no document, nor anything like it. */
  readonly unseen: boolean;
  /** Inverse document frequency in nats. */
  readonly idf: number;
  /** Most evidence the term could add, in nats. */
  readonly weight: number;
  /** Evidence it added to this passage's document, in nats; 0 when the document lacks it. */
  readonly contribution: number;
}

/** Why a passage has its score: the contributions sum to `evidence`, and the score is a curve of `evidence / attainable`. */
export interface Explanation {
  readonly evidence: number;
  readonly attainable: number;
  readonly terms: readonly TermExplanation[];
}

/** A stretch of a document that may answer a question. */
export interface Passage {
  readonly documentId: string;
  readonly chunkId: string;
  readonly title: string;
  /** Exactly the document's text between `position.start` and `position.end`. */
  readonly content: string;
  /** Headings above the passage, outermost first, joined by ` > `. */
  readonly heading: string | null;
  /** 0 to 1, comparable between questions; from 0.5 on the passage is likelier right than wrong. */
  readonly score: number;
  readonly url: string | null;
  readonly source: string | null;
  readonly metadata: Record<string, unknown>;
  /** Offsets in UTF-16 code units into the document's text. */
  readonly position: { readonly start: number; readonly end: number };
  readonly explanation?: Explanation;
}
