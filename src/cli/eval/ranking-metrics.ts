/** How well one ranking answers one question; every figure is from 0 to 1. */
export interface RankingScores {
  /** Normalised discounted cumulative gain of the first k, with gain 1 for a relevant document (Järvelin and Kekäläinen 2002). */
  readonly ndcg: number;
  /** 1 when the first document is relevant. */
  readonly hit1: number;
  /** 1 when one of the first five is relevant. */
  readonly hit5: number;
  /** 1 / rank of the first relevant document among the first k, else 0. */
  readonly reciprocalRank: number;
}

/** Scores the first `k` of `ranked` (distinct, best first) against the documents that answer. `relevant` must not be empty. */
export function scoreRanking(ranked: readonly string[], relevant: ReadonlySet<string>, k: number): RankingScores {
  const hits = ranked.slice(0, k).map((id) => relevant.has(id));
  const first = hits.indexOf(true);
  const ideal = Array.from({ length: Math.min(k, relevant.size) }, () => true);
  return {
    ndcg: discountedGain(hits) / discountedGain(ideal),
    hit1: first === 0 ? 1 : 0,
    hit5: first >= 0 && first < 5 ? 1 : 0,
    reciprocalRank: first >= 0 ? 1 / (first + 1) : 0,
  };
}

function discountedGain(hits: readonly boolean[]): number {
  return hits.reduce((sum, hit, index) => sum + (hit ? 1 / Math.log2(index + 2) : 0), 0);
}
