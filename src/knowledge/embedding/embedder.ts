/** What a text is to the search; models may want to know. */
type EmbeddedKind = 'query' | 'passage';

/** Turns texts into vectors whose direction is their meaning. */
export interface Embedder {
  /** Names everything the vectors depend on; vectors made under another name cannot be compared with these. */
  readonly settings: string;

  /**
   * One vector for each text, in their order, all of one length.
   * @throws EmbeddingUnavailable when the model does not answer, EmbeddingUnusable when what it answers is no such vectors,
   * EmbeddingLibraryMissing, or the signal's reason
   */
  embed(texts: readonly string[], options: EmbedOptions): Promise<Float32Array[]>;
}

export interface EmbedOptions {
  readonly kind: EmbeddedKind;
  readonly signal: AbortSignal;
}
