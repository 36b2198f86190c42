/** Text fields of a line that say more than the format asks for; they become metadata of documents and filters of questions. */
export type Fields = Readonly<Record<string, string | number | boolean>>;

/** A page of the help desk under evaluation. */
export interface EvalDocument {
  readonly id: string;
  readonly title?: string;
  readonly text: string;
  readonly fields: Fields;
}

/** One message said before the question. */
interface EvalMessage {
  readonly role: string;
  readonly text: string;
}

/** A question, and the documents that answer it; none: nothing in the corpus does. */
export interface EvalQuestion {
  readonly id: string;
  readonly text: string;
  readonly relevant: readonly string[];
  readonly history: readonly EvalMessage[];
  readonly fields: Fields;
}

/** Questions that are scored together, under one name. */
export interface QuestionGroup {
  readonly name: string;
  readonly questions: readonly EvalQuestion[];
}

/** A corpus with everything that is asked of it. */
export interface RetrievalSet {
  readonly name: string;
  readonly documents: readonly EvalDocument[];
  /** Every question here has a relevant document of the corpus. */
  readonly answerable: readonly QuestionGroup[];
  /** No question here has one: they measure abstention. */
  readonly unanswerable: readonly QuestionGroup[];
}
