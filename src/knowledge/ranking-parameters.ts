/** The postings fields: one row of `knowledge_fields` each. */
export const FIELD = {
  /** Stems by the language's dictionary, of title and text; no stop words. */
  stem: 1,
  /** Two neighbouring stems in either order, stop words between them skipped. */
  pair: 2,
  /** Words of the title as they are, stop words kept. */
  title: 3,
} as const;

/** The name of a field in explanations. */
export type FieldName = keyof typeof FIELD;

/**
 * Every number of the ranking, one set for all languages and collections. docs/knowledge.md says what each was measured
 * against; all lie on a plateau, so none needs tuning to a company's own pages.
 */
export const RANKING = {
  /** BM25's saturation of a term's frequency (Robertson and Zaragoza 2009, section 3.4: 1.2 to 2 for long documents). */
  saturation: 1,
  /** BM25's length normalisation, 0 none to 1 full (same source, about 0.75). */
  lengthNormalisation: 0.75,
  /** How many occurrences in the text one occurrence in the title is worth (BM25F's field weight). */
  titleWeight: 2,
  /** Weight of a pair of neighbouring stems beside a single stem (cf. Metzler and Croft 2005, dependence models). */
  pairWeight: 0.4,
  /** Most evidence, in nats of idf, for a title that holds every word of the question. */
  titleEvidence: 16,
  /**
   * Documents of a supposed background collection that hold no term of ours. They keep the idf of a small knowledge base in
   * the range of a large one, so that one threshold fits both.
   */
  backgroundDocuments: 40,
  /** Trust in a term that was corrected for a typing error. */
  correctionTrust: 0.7,
  /** Shortest and longest stem that is corrected; shorter ones have too many neighbours. */
  correctedLength: { from: 5, to: 30 },
  /**
   * Most evidence that the conversation before the question adds to a document, as a part of the idf of a term in no document:
   * somewhat more than one rare word of the question itself adds.
   */
  contextWeight: 0.65,
  /**
   * How many terms of the conversation are looked for, the rarest first: common ones add little and cost most, since they stand in
   * many documents.
   */
  contextTerms: 12,
  /**
   * Slope and middle of the logistic curve from the share of attainable evidence to the score, fitted so that a first passage
   * at 0.5 is as likely to answer its question as to be found by a question about something else.
   */
  score: { slope: 33, middle: 0.21 },
  /** Highest score of a passage that was found by meaning alone: below where a passage is likelier right than wrong. */
  mostByMeaning: 0.49,
} as const;
