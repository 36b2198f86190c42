import { type Answer, type AskOptions, askQuestions } from './ask-questions.js';
import { scoreRanking } from './ranking-metrics.js';
import { type QuestionGroup, type RetrievalSet } from './retrieval-set.js';
import { type RetrievalTarget } from './retrieval-target.js';
import { areaUnderRoc, mean, meanInterval95, percentile } from './statistics.js';

/** Figures of one group of questions: means over its questions, from 0 to 1. */
export interface GroupReport {
  readonly name: string;
  readonly questions: number;
  readonly ndcg: number;
  /** 95% interval of `ndcg`. */
  readonly ndcgInterval: readonly [number, number];
  readonly hit1: number;
  readonly hit5: number;
  readonly mrr: number;
  /** Median and 95th percentile of one search, in milliseconds. */
  readonly p50: number;
  readonly p95: number;
  readonly results: readonly QuestionReport[];
}

/** How one question went: `ndcg` 0 names the ones to look at. */
interface QuestionReport {
  readonly id: string;
  readonly ndcg: number;
  readonly topScore: number;
}

/** How well the top score tells a set's own questions from questions without an answer. */
export interface AbstentionReport {
  readonly set: string;
  readonly unanswerable: string;
  readonly questions: number;
  readonly auroc: number;
}

export interface SetReport {
  readonly groups: readonly GroupReport[];
  readonly abstention: readonly AbstentionReport[];
}

/** Loads a set into the target, asks everything and scores the answers; `unanswerable` comes on top of the set's own. */
export async function scoreSet(
  set: RetrievalSet,
  target: RetrievalTarget,
  options: AskOptions & { readonly unanswerable: readonly QuestionGroup[] },
): Promise<SetReport> {
  // A page without text cannot be kept anywhere: it stays an answer that is never found.
  const documents = set.documents.filter((document) => document.text.trim() !== '');
  const documentIds = await target.load(documents, options.signal);
  const idOf = new Map(documents.map((document, index) => [document.id, documentIds[index] ?? '']));

  const groups: GroupReport[] = [];
  const topScores: number[] = [];
  for (const group of set.answerable) {
    const answers = await askQuestions(group.questions, target, options);
    groups.push(groupReport(group.name, answers, idOf, options.k));
    // Follow-ups lean on what was said before, so only whole questions are set against questions without an answer.
    if (group.name === set.name) topScores.push(...answers.map((answer) => answer.topScore));
  }

  const abstention: AbstentionReport[] = [];
  for (const { name, questions } of [...set.unanswerable, ...options.unanswerable]) {
    const answers = await askQuestions(questions, target, options);
    const auroc = areaUnderRoc(
      topScores,
      answers.map((answer) => answer.topScore),
    );
    abstention.push({ set: set.name, unanswerable: name, questions: questions.length, auroc });
  }
  return { groups, abstention };
}

function groupReport(
  name: string,
  answers: readonly Answer[],
  idOf: ReadonlyMap<string, string>,
  k: number,
): GroupReport {
  const scores = answers.map(({ question, ranking }) => {
    const relevant = new Set(question.relevant.map((id) => idOf.get(id) ?? id));
    return scoreRanking(ranking, relevant, k);
  });
  const ndcgs = scores.map((score) => score.ndcg);
  const times = answers.map((answer) => answer.milliseconds);
  return {
    name,
    questions: answers.length,
    ndcg: mean(ndcgs),
    ndcgInterval: meanInterval95(ndcgs),
    hit1: mean(scores.map((score) => score.hit1)),
    hit5: mean(scores.map((score) => score.hit5)),
    mrr: mean(scores.map((score) => score.reciprocalRank)),
    p50: percentile(times, 0.5),
    p95: percentile(times, 0.95),
    results: answers.map(({ question, topScore }, index) => ({ id: question.id, ndcg: ndcgs[index] ?? 0, topScore })),
  };
}
