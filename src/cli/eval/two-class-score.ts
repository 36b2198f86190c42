/** How well something was found. Shares are NaN where there was nothing to find, or nothing was found. */
export interface TwoClassScore {
  readonly rows: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Of the rows where nothing is to be found, those where something was. */
  readonly falsePositives: number;
}

/** Scores judgements: `wanted` is the truth, `found` what was said. */
export function scoreTwoClasses(
  judged: readonly { readonly wanted: boolean; readonly found: boolean }[],
): TwoClassScore {
  const count = (wanted: boolean, found: boolean): number =>
    judged.filter((row) => row.wanted === wanted && row.found === found).length;
  const [right, missed, wrong, left] = [count(true, true), count(true, false), count(false, true), count(false, false)];
  return {
    rows: judged.length,
    precision: right / (right + wrong),
    recall: right / (right + missed),
    f1: (2 * right) / (2 * right + wrong + missed),
    falsePositives: wrong / (wrong + left),
  };
}
