/** A passage that an answer quotes. The answer's text carries its `[index]` marker. */
export interface Citation {
  /** From 1, in order of first appearance in the text. */
  readonly index: number;
  readonly documentId: string;
  readonly chunkId: string;
  readonly title: string;
  readonly url?: string;
  /** Verbatim words of the passage. */
  readonly quote: string;
  /** Calibrated 0..1. */
  readonly score: number;
  readonly support: 'supported' | 'partial' | 'unsupported';
}
