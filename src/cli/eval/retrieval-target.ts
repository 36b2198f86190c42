import { type EvalDocument, type Fields } from './retrieval-set.js';

/** How one question is asked. */
export interface SearchRequest {
  /** How many passages to return at most, each of another document. */
  readonly k: number;
  /** What was said before, oldest first, one message a line. */
  readonly context?: string;
  /** Metadata a document must carry. */
  readonly filter?: Fields;
}

/** A passage found, best first in its list. */
export interface Hit {
  readonly documentId: string;
  /** 0..1, comparable across questions. */
  readonly score: number;
}

/** A knowledge base under evaluation, wherever it runs. */
export interface RetrievalTarget {
  /**
   * Adds documents; returns the id each one has there, in order. Equal texts may share one.
   * @throws EvalTargetFailed
   */
  load(documents: readonly EvalDocument[], signal: AbortSignal): Promise<string[]>;
  /** @throws EvalTargetFailed */
  search(query: string, request: SearchRequest): Promise<Hit[]>;
  /** Removes what `load` added and lets go of everything; safe after a failed load. */
  close(): Promise<void>;
}
