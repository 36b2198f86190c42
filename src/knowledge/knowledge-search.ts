import { ValidationFailed } from '../common/app-error.js';
import { type Database } from '../database/database.js';
import { type Explanation, type Passage, type TermExplanation } from './passage.js';
import { displayTitle } from './display-title.js';
import { type QueryVector } from './embedding/query-vectors.js';
import { hybridSearch } from './hybrid-statement.js';
import { FIELD, type FieldName, RANKING } from './ranking-parameters.js';
import { safeJson } from './safe-text.js';
import { searchableText } from './searchable-text.js';
import { SEARCH, SEARCH_FILTERED } from './search-statement.js';

/** A question to the knowledge base. */
export interface SearchRequest {
  readonly query: string;
  /** What was said before, oldest first, for a question that leans on it. Adds bounded evidence, never hides the question's. */
  readonly context?: string | undefined;
  /** Most passages, 1 to 50 [5]. */
  readonly k?: number | undefined;
  /** Most passages of one document, 1 to 5 [2]; the best of every document come first. */
  readonly perDocument?: number | undefined;
  /** Least score, 0 to 1 [0]. */
  readonly threshold?: number | undefined;
  /** What a document's metadata must contain, at its top level. */
  readonly filter?: Readonly<Record<string, string | number | boolean>> | undefined;
  /** Whether each passage carries its explanation. */
  readonly explain?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Longest question and context that are read, in UTF-16 code units: the question's beginning, the context's end. */
const READ = { query: 2_000, context: 4_000 };

interface PassageRow extends Omit<Passage, 'score' | 'position' | 'explanation'> {
  readonly start: number;
  readonly end: number;
  readonly evidence: number;
  readonly attainable: number;
  /** Of the document's nearest chunk to the question, -1 to 1; null: too far, undefined: not asked. */
  readonly similarity?: number | null;
  readonly terms: readonly TermRow[] | null;
}

interface TermRow extends Omit<TermExplanation, 'field' | 'from'> {
  readonly field: number;
  readonly asked: boolean;
}

/** The meaning of a question, for a search that also goes by it. */
export interface QuestionVectors {
  /** Undefined when the search must do without. */
  of(query: string, context: string, signal: AbortSignal): Promise<QueryVector | undefined>;
}

/**
 * Finds passages by BM25 over three fields and, where there are vectors, by meaning, in one statement; every instance sees what was
 * committed before it asked.
 */
export class KnowledgeSearch {
  constructor(
    private readonly database: Database,
    private readonly vectors?: QuestionVectors,
  ) {}

  /**
   * Passages for a question, best first; none when no term of it is known.
   * @throws ValidationFailed when k, perDocument or threshold is out of bounds
   * @throws DatabaseUnavailable
   */
  async search(request: SearchRequest): Promise<Passage[]> {
    const { k = 5, perDocument = 2, threshold = 0, filter, explain = false } = request;
    bounded('k', k, 1, 50, true);
    bounded('perDocument', perDocument, 1, 5, true);
    bounded('threshold', threshold, 0, 1, false);
    request.signal?.throwIfAborted();
    const query = searchableText(request.query.slice(0, READ.query));
    const context = searchableText((request.context ?? '').slice(-READ.context));
    const values = [query.words, query.grams, context.words, context.grams, k, perDocument, explain];
    const meaning = await this.meaningOf(request);
    const filtered = filter !== undefined && Object.keys(filter).length > 0;
    const statement = meaning ? hybridSearch(meaning, filtered) : filtered ? SEARCH_FILTERED : SEARCH;
    const rows = await this.database.query<PassageRow>(statement, [
      ...values,
      ...(meaning ? [meaning.vector, meaning.weight] : []),
      ...(filtered ? [safeJson(filter)] : []),
    ]);
    return rows
      .map(toPassage)
      .filter(({ score }) => score >= threshold)
      .slice(0, k);
  }

  private async meaningOf({ query, context = '', signal }: SearchRequest): Promise<QueryVector | undefined> {
    const texts = [query.slice(0, READ.query), context.slice(-READ.context)].map((text) => text.toWellFormed().trim());
    return this.vectors?.of(texts[0] ?? '', texts[1] ?? '', signal ?? NEVER);
  }
}

const NEVER = new AbortController().signal;

/** The share of the attainable evidence that was found, on a curve that was fitted to answerable and unanswerable questions. */
function score(evidence: number, attainable: number): number {
  const { slope, middle } = RANKING.score;
  return 1 / (1 + Math.exp(-slope * (evidence / attainable - middle)));
}

/** Half the similarity, always below 0.5: models disagree on what a similarity is worth, so meaning alone never vouches for an answer. */
function scoreByMeaning(similarity: number): number {
  return Math.min(RANKING.mostByMeaning, Math.max(0, similarity / 2));
}

function toPassage(row: PassageRow): Passage {
  const { start, end, evidence, attainable, similarity, terms, title, ...passage } = row;
  const byWords = attainable > 0 ? score(evidence, attainable) : 0;
  return {
    ...passage,
    title: displayTitle(title, passage.content),
    score: Math.max(byWords, scoreByMeaning(similarity ?? 0)),
    position: { start, end },
    ...(terms ? { explanation: toExplanation(evidence, attainable, terms) } : {}),
  };
}

function toExplanation(evidence: number, attainable: number, terms: readonly TermRow[]): Explanation {
  return {
    evidence,
    attainable,
    terms: terms.map(({ field, asked, ...term }) => ({
      ...term,
      field: FIELD_NAMES[field] ?? 'stem',
      from: asked ? 'question' : 'context',
    })),
  };
}

const FIELD_NAMES: Readonly<Record<number, FieldName>> = {
  [FIELD.stem]: 'stem',
  [FIELD.pair]: 'pair',
  [FIELD.title]: 'title',
};

function bounded(field: string, value: number, from: number, to: number, whole: boolean): void {
  if (value >= from && value <= to && (!whole || Number.isInteger(value))) return;
  throw ValidationFailed.of(field, `must be a ${whole ? 'whole ' : ''}number from ${from} to ${to}.`);
}
