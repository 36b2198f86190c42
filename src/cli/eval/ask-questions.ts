import { performance } from 'node:perf_hooks';
import { searchContext } from '../../agent/turn/search-context.js';
import { type EvalQuestion } from './retrieval-set.js';
import { type RetrievalTarget, type SearchRequest } from './retrieval-target.js';

export interface AskOptions {
  /** Length of the rankings, in documents. */
  readonly k: number;
  /** Name of a field; the documents found must carry a question's value of it. */
  readonly filter?: string;
  readonly signal: AbortSignal;
}

/** What one question brought. */
export interface Answer {
  readonly question: EvalQuestion;
  /** Documents by their best passage, each once. */
  readonly ranking: readonly string[];
  /** Score of the best passage, 0 when nothing was found. */
  readonly topScore: number;
  readonly milliseconds: number;
}

/** Asks every question, one after the other, so that the times are those of an idle desk. */
export async function askQuestions(
  questions: readonly EvalQuestion[],
  target: RetrievalTarget,
  options: AskOptions,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const question of questions) {
    options.signal.throwIfAborted();
    const started = performance.now();
    const hits = await target.search(question.text, searchRequest(question, options));
    const milliseconds = performance.now() - started;
    const ranking = [...new Set(hits.map((hit) => hit.documentId))].slice(0, options.k);
    answers.push({ question, ranking, topScore: hits[0]?.score ?? 0, milliseconds });
  }
  return answers;
}

function searchRequest({ history, fields }: EvalQuestion, { k, filter }: AskOptions): SearchRequest {
  const context = searchContext(history);
  const value = filter === undefined ? undefined : fields[filter];
  return {
    k,
    ...(context !== '' && { context }),
    ...(filter !== undefined && value !== undefined && { filter: { [filter]: value } }),
  };
}
